/**
 * Every way in which the records can be out of reach, in words: what is wrong and what to do now. The codes are those of the
 * store; the program itself says the English ones where it cannot start.
 */
import type { Language } from './bilingual.ts';

type StoreProblemWords = { readonly happened: string; readonly toDo: string };

const restoreFirst =
  'Do not delete anything. Restore the latest backup with "countersign restore", or call whoever looks after the terminal. ' +
  'The damaged file stays where it is.';
const restauraAntes =
  'No borre nada. Restaure la última copia con "countersign restore", o llame a quien cuida la caja. ' +
  'El archivo dañado se queda donde está.';

export const storeProblems = {
  DATA_FOLDER_NOT_WRITABLE: {
    en: {
      happened: 'The data folder cannot be written to.',
      toDo: 'Give the user who runs Countersign the right to write there, or choose another folder with --data.',
    },
    es: {
      happened: 'No se puede escribir en la carpeta de datos.',
      toDo: 'Dé al usuario que ejecuta Countersign permiso de escritura allí, o elija otra carpeta con --data.',
    },
  },
  DISK_FULL: {
    en: {
      happened: 'The disk is full. Nothing more can be recorded.',
      toDo: 'Free some space on the disk that holds the data folder, then try again.',
    },
    es: {
      happened: 'El disco está lleno. No se puede registrar nada más.',
      toDo: 'Libere espacio en el disco de la carpeta de datos y pruebe otra vez.',
    },
  },
  DISK_ERROR: {
    en: {
      happened: 'The disk did not carry out a read or a write. What was being recorded may not be safe.',
      toDo: 'Start Countersign again. If it happens once more, stop using this disk and move to another terminal.',
    },
    es: {
      happened: 'El disco no hizo una lectura o una escritura. Lo que se registraba puede no estar a salvo.',
      toDo: 'Inicie Countersign otra vez. Si se repite, deje de usar este disco y pase a otra caja.',
    },
  },
  HELD_BY_ANOTHER: {
    en: {
      happened: 'Another Countersign is already working with these records.',
      toDo: 'Use the one that is running, or close it first. Two must never sell from one set of records.',
    },
    es: {
      happened: 'Otro Countersign ya trabaja con estos registros.',
      toDo: 'Use el que está en marcha, o ciérrelo antes. Nunca deben vender dos con los mismos registros.',
    },
  },
  TAKEN_OVER: {
    en: {
      happened: 'Another Countersign was started on these records and has taken them over.',
      toDo: 'Close this one and go on with the other. Two must never sell from one set of records.',
    },
    es: {
      happened: 'Otro Countersign se inició con estos registros y los tomó.',
      toDo: 'Cierre este y siga con el otro. Nunca deben vender dos con los mismos registros.',
    },
  },
  LOCK_UNREADABLE: {
    en: {
      happened: 'The file that keeps a second Countersign out (countersign.lock.db) is damaged.',
      toDo: 'Make sure that no other Countersign is running on this data folder, delete countersign.lock.db, and start again.',
    },
    es: {
      happened: 'El archivo que impide un segundo Countersign (countersign.lock.db) está dañado.',
      toDo: 'Compruebe que ningún otro Countersign usa esta carpeta de datos, borre countersign.lock.db e inicie otra vez.',
    },
  },
  DATABASE_BUSY: {
    en: {
      happened: 'Another program is writing to the records and did not let go in time.',
      toDo: 'Close any program that has countersign.db open (a database viewer, a sync or backup tool) and try again.',
    },
    es: {
      happened: 'Otro programa escribe en los registros y no los soltó a tiempo.',
      toDo: 'Cierre todo programa que tenga abierto countersign.db (un visor, una copia o sincronización) y pruebe otra vez.',
    },
  },
  NO_RECORDS: {
    en: {
      happened: 'There are no records of Countersign in this data folder.',
      toDo: 'Name the right folder with --data, or start the register there once.',
    },
    es: {
      happened: 'No hay registros de Countersign en esta carpeta de datos.',
      toDo: 'Indique la carpeta correcta con --data, o inicie allí la caja una vez.',
    },
  },
  DATABASE_MISSING: {
    en: {
      happened: 'There were records in this data folder, and the file countersign.db is gone.',
      toDo: 'Put the file back or restore a backup with "countersign restore". To begin anew on purpose, move the whole data folder away first.',
    },
    es: {
      happened: 'Había registros en esta carpeta de datos, y falta el archivo countersign.db.',
      toDo: 'Devuelva el archivo a su sitio o restaure una copia con "countersign restore". Para empezar de nuevo a propósito, mueva antes toda la carpeta de datos.',
    },
  },
  DATABASE_EMPTY: {
    en: { happened: 'The file countersign.db is empty: the records in it are gone.', toDo: restoreFirst },
    es: { happened: 'El archivo countersign.db está vacío: sus registros ya no están.', toDo: restauraAntes },
  },
  DATABASE_CORRUPT: {
    en: { happened: 'The records in countersign.db are damaged.', toDo: restoreFirst },
    es: { happened: 'Los registros de countersign.db están dañados.', toDo: restauraAntes },
  },
  NOT_A_DATABASE: {
    en: { happened: 'The file countersign.db is not a database.', toDo: restoreFirst },
    es: { happened: 'El archivo countersign.db no es una base de datos.', toDo: restauraAntes },
  },
  NOT_OUR_DATABASE: {
    en: {
      happened: 'The file countersign.db is a database of another program.',
      toDo: 'Choose another data folder with --data, or move that file away.',
    },
    es: {
      happened: 'El archivo countersign.db es una base de datos de otro programa.',
      toDo: 'Elija otra carpeta con --data, o mueva ese archivo.',
    },
  },
  NEWER_DATABASE: {
    en: {
      happened: 'These records were written by a newer version of Countersign.',
      toDo: 'Install that version or a later one. An older version must not write to them.',
    },
    es: {
      happened: 'Estos registros los escribió una versión más nueva de Countersign.',
      toDo: 'Instale esa versión o una posterior. Una más antigua no debe escribir en ellos.',
    },
  },
  OLDER_DATABASE: {
    en: {
      happened: 'These records are from an older version of Countersign and have not been brought up to date yet.',
      toDo: 'Start the register once; it makes a backup and brings them up to date. Then try again.',
    },
    es: {
      happened: 'Estos registros son de una versión más antigua de Countersign y aún no están al día.',
      toDo: 'Inicie la caja una vez; hace una copia y los pone al día. Luego pruebe otra vez.',
    },
  },
  MIGRATION_EDITED: {
    en: {
      happened: 'A step that shaped these records differs from the one in this program, so their shape is not certain.',
      toDo: 'Install an official release of Countersign. If this is one, call support; do not edit the migrations folder.',
    },
    es: {
      happened: 'Un paso que dio forma a estos registros no es el de este programa; su forma no es segura.',
      toDo: 'Instale una versión oficial de Countersign. Si esta lo es, llame a soporte; no cambie la carpeta migrations.',
    },
  },
  MIGRATION_FAILED: {
    en: {
      happened: 'The records could not be brought up to date. They are unchanged, and a backup was made.',
      toDo: 'Install the version that was used before and go on selling with it; send the details to support.',
    },
    es: {
      happened: 'No se pudieron poner al día los registros. No han cambiado, y se hizo una copia.',
      toDo: 'Instale la versión que se usaba antes y siga vendiendo con ella; envíe los detalles a soporte.',
    },
  },
  MIGRATIONS_UNREADABLE: {
    en: {
      happened: 'The program is incomplete: its migrations folder is missing or has a gap.',
      toDo: 'Install Countersign again. The records are not touched.',
    },
    es: {
      happened: 'El programa está incompleto: su carpeta migrations falta o tiene un hueco.',
      toDo: 'Instale Countersign otra vez. Los registros no se tocan.',
    },
  },
  BACKUP_FAILED: {
    en: {
      happened: 'The backup could not be made or did not read back whole.',
      toDo: 'Check that the disk has room for one more copy of countersign.db and try again. The records are unchanged.',
    },
    es: {
      happened: 'No se pudo hacer la copia, o no se leyó entera.',
      toDo: 'Compruebe que en el disco cabe otra copia de countersign.db y pruebe otra vez. Los registros no han cambiado.',
    },
  },
  BACKUP_NOT_FOUND: {
    en: {
      happened: 'There is no such file to restore from. Nothing was changed.',
      toDo: 'Give the path of a backup file; those made by Countersign itself lie in the folder backups.',
    },
    es: {
      happened: 'No existe ese archivo para restaurar. No se cambió nada.',
      toDo: 'Dé la ruta de una copia; las que hace Countersign están en la carpeta backups.',
    },
  },
  BACKUP_UNSOUND: {
    en: {
      happened: 'That file is damaged or is no backup of Countersign. Nothing was changed.',
      toDo: 'Try an earlier backup. Keep the damaged one until the records are safe again.',
    },
    es: {
      happened: 'Ese archivo está dañado o no es una copia de Countersign. No se cambió nada.',
      toDo: 'Pruebe una copia anterior. Guarde la dañada hasta que los registros estén a salvo.',
    },
  },
  JOURNAL_BROKEN: {
    en: {
      happened: 'The journal does not hold together: an entry was changed, removed or added outside Countersign.',
      toDo: 'Keep the file as evidence, run "countersign verify", and tell the store lead before anything else is sold.',
    },
    es: {
      happened: 'El diario no encaja: una entrada se cambió, se quitó o se añadió fuera de Countersign.',
      toDo: 'Guarde el archivo como prueba, ejecute "countersign verify" y avise al encargado antes de vender nada más.',
    },
  },
  SALES_DIFFER: {
    en: {
      happened:
        'A sale in the records is not the one that the journal tells of: it was changed outside Countersign, or the disk has damaged it.',
      toDo: 'Keep the file as evidence, run "countersign verify", and tell the store lead. A backup from before is restored with "countersign restore".',
    },
    es: {
      happened:
        'Una venta de los registros no es la que cuenta el diario: la cambiaron fuera de Countersign, o el disco la dañó.',
      toDo: 'Guarde el archivo como prueba, ejecute "countersign verify" y avise al encargado. Una copia anterior se restaura con "countersign restore".',
    },
  },
  NOT_DURABLE: {
    en: {
      happened: 'The database does not write through to the disk, so a sale could be lost in a power cut.',
      toDo: 'Start Countersign again. If it stays, do not sell on this terminal and call support.',
    },
    es: {
      happened: 'La base de datos no escribe hasta el disco; un corte de luz podría perder una venta.',
      toDo: 'Inicie Countersign otra vez. Si sigue igual, no venda en esta caja y llame a soporte.',
    },
  },
  STORE_CLOSED: {
    en: { happened: 'The records are closed.', toDo: 'Start Countersign again.' },
    es: { happened: 'Los registros están cerrados.', toDo: 'Inicie Countersign otra vez.' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<Language, StoreProblemWords>>>>;

/** The words of a problem as its code comes from the core; null when this catalogue does not know it. */
export function storeProblemWords(code: string | number | undefined, language: Language): StoreProblemWords | null {
  const all: Readonly<Record<string, Readonly<Record<Language, StoreProblemWords>>>> = storeProblems;
  return typeof code === 'string' && Object.hasOwn(all, code) ? (all[code]?.[language] ?? null) : null;
}
