import type { RefusalPart } from './refusal-part.ts';

/** Drawer, printer and the register itself: D, P and R. Facts used: saleNumber, receipt, seconds, freeMegabytes. */
export const houseRefusals = {
  DRAWER_NOT_OPEN: {
    en: {
      short: 'open the drawer first',
      happened: ['No drawer is open for the day on this register.'],
      now: 'A store lead presses F8 and counts the float.',
    },
    es: {
      short: 'abra antes el cajón',
      happened: ['Esta caja no tiene un cajón abierto hoy.'],
      now: 'Un encargado pulsa F8 y cuenta el fondo.',
    },
  },
  DRAWER_ALREADY_OPEN: {
    en: {
      short: 'drawer already open',
      happened: ['The drawer of this register is already open for the day.'],
      now: 'Go on selling, or count and close it first.',
    },
    es: {
      short: 'cajón ya abierto',
      happened: ['El cajón de esta caja ya está abierto hoy.'],
      now: 'Siga vendiendo, o cuente y cierre antes.',
    },
  },
  COUNT_BAD: {
    en: {
      short: 'count not right',
      happened: ['This count cannot be right.'],
      now: 'Look at the pieces of each row and type them again.',
    },
    es: {
      short: 'conteo incorrecto',
      happened: ['Este conteo no puede estar bien.'],
      now: 'Mire las piezas de cada fila y escríbalas otra vez.',
    },
  },
  COUNT_NOT_FINAL: {
    en: {
      short: 'count first',
      happened: ['The drawer has no final count yet.'],
      now: 'Count it and make the count final, then close.',
    },
    es: {
      short: 'cuente antes',
      happened: ['El cajón no tiene un conteo final.'],
      now: 'Cuéntelo, haga final el conteo y luego cierre.',
    },
  },
  RECOUNT_USED: {
    en: {
      short: 'already counted twice',
      happened: ['The drawer has been counted twice; a third count is not taken.'],
      now: 'Close the drawer with the second count. A difference is kept with it.',
    },
    es: {
      short: 'ya contado dos veces',
      happened: ['El cajón se contó dos veces; no se toma un tercer conteo.'],
      now: 'Cierre con el segundo conteo. La diferencia queda anotada.',
    },
  },
  DRAWER_COPY_AT_METRC: {
    en: {
      short: 'a copy is at Metrc',
      happened: [
        'Metrc shows receipt {receipt} of sale {saleNumber}, which should not be there. It is being removed.',
        'Metrc shows a receipt that should not be there. It is being removed.',
      ],
      now: 'Close again in a moment. If it stays, a store lead voids that receipt on Metrc’s pages.',
    },
    es: {
      short: 'una copia en Metrc',
      happened: [
        'Metrc muestra el recibo {receipt} de la venta {saleNumber}, que no debe estar. Se está quitando.',
        'Metrc muestra un recibo que no debe estar. Se está quitando.',
      ],
      now: 'Cierre otra vez en un momento. Si sigue ahí, un encargado anula ese recibo en las páginas de Metrc.',
    },
  },
  DRAWER_QUIET_WINDOW: {
    en: {
      short: 'wait a moment',
      happened: [
        'A sale was in doubt a moment ago. Metrc may still change what it shows for {seconds} s.',
        'A sale was in doubt a moment ago. Metrc may still change what it shows.',
      ],
      now: 'Close when that time has passed.',
    },
    es: {
      short: 'espere un momento',
      happened: [
        'Una venta estuvo en duda hace un momento. Metrc aún puede cambiar lo que muestra durante {seconds} s.',
        'Una venta estuvo en duda hace un momento. Metrc aún puede cambiar lo que muestra.',
      ],
      now: 'Cierre cuando haya pasado ese tiempo.',
    },
  },
  DRAWER_SALE_IN_DOUBT: {
    en: {
      short: 'a sale is in doubt',
      happened: [
        'Sale {saleNumber} is in doubt, so its cash cannot be counted.',
        'A sale is in doubt, so its cash cannot be counted.',
      ],
      now: 'Wait until Metrc has shown what it has, then close.',
    },
    es: {
      short: 'una venta en duda',
      happened: [
        'La venta {saleNumber} está en duda; su efectivo no se puede contar.',
        'Una venta está en duda; su efectivo no se puede contar.',
      ],
      now: 'Espere hasta que Metrc muestre lo que tiene y cierre luego.',
    },
  },
  REASON_MISSING: {
    en: {
      short: 'say the reason',
      happened: ['This is done only with a reason, and none was given.'],
      now: 'Choose or type the reason.',
    },
    es: {
      short: 'diga el motivo',
      happened: ['Esto se hace solo con un motivo, y no se dio ninguno.'],
      now: 'Elija o escriba el motivo.',
    },
  },
  DRAWER_NOT_CONNECTED: {
    en: {
      short: 'drawer not connected',
      happened: ['The drawer cannot be reached; it was not opened.'],
      now: 'Open it with its key, and look at the cable to the printer.',
    },
    es: {
      short: 'cajón no conectado',
      happened: ['No se llega al cajón; no se abrió.'],
      now: 'Ábralo con su llave y mire el cable hacia la impresora.',
    },
  },
  PRINT_JOB_UNKNOWN: {
    en: {
      short: 'no such receipt',
      happened: ['This receipt no longer waits.'],
      now: 'Press F9 and reprint it from the list of sales.',
    },
    es: {
      short: 'no existe el recibo',
      happened: ['Este recibo ya no espera.'],
      now: 'Pulse F9 y reimprímalo desde la lista de ventas.',
    },
  },
  SALE_UNKNOWN: {
    en: {
      short: 'no such sale',
      happened: ['There is no such sale to print.'],
      now: 'Press F9 and choose the sale from the list.',
    },
    es: {
      short: 'no existe la venta',
      happened: ['No existe esa venta para imprimir.'],
      now: 'Pulse F9 y elija la venta de la lista.',
    },
  },
  NOT_TRAINING: {
    en: {
      short: 'training only',
      happened: ['This is for the training store only.'],
      now: 'Start the register without a configuration to practise.',
    },
    es: {
      short: 'solo práctica',
      happened: ['Esto es solo para la tienda de práctica.'],
      now: 'Inicie la caja sin configuración para practicar.',
    },
  },
  DISK_LOW: {
    en: {
      short: 'disk nearly full',
      happened: [
        'Only {freeMegabytes} MB are free on the disk of this register.',
        'The disk of this register is nearly full.',
      ],
      now: 'A store lead has to make room. Sales go on by themselves then.',
    },
    es: {
      short: 'disco casi lleno',
      happened: ['Solo quedan {freeMegabytes} MB en el disco de esta caja.', 'El disco de esta caja está casi lleno.'],
      now: 'Un encargado debe hacer sitio. Las ventas siguen solas después.',
    },
  },
  RECORDS_TAKEN: {
    en: {
      short: 'records taken over',
      happened: [
        'The file {lockFile}, which keeps a second register out, was taken away.',
        'Another register was started on the records of this one.',
      ],
      now: 'Close every register on this computer, and start one again.',
    },
    es: {
      short: 'registros tomados',
      happened: [
        'Quitaron el archivo {lockFile}, que impide una segunda caja.',
        'Otra caja se inició con los registros de esta.',
      ],
      now: 'Cierre todas las cajas de esta computadora y vuelva a iniciar una.',
    },
  },
  STORE_FAILED: {
    en: {
      short: 'records not written',
      happened: ['The register could not write its records. It is opening them again.'],
      now: 'Keep the goods and the money here. This screen clears itself.',
    },
    es: {
      short: 'no se pudo anotar',
      happened: ['La caja no pudo escribir sus registros. Los está abriendo otra vez.'],
      now: 'Deje aquí el producto y el dinero. Esta pantalla se quita sola.',
    },
  },
  STORE_SHUT: {
    en: {
      short: 'records not open',
      happened: ['The records of this register cannot be opened again.'],
      now: 'Keep the goods and the money here. Start Countersign again; if that does not help, call the installer.',
    },
    es: {
      short: 'registros cerrados',
      happened: ['No se pueden abrir otra vez los registros de esta caja.'],
      now: 'Deje aquí el producto y el dinero. Inicie Countersign otra vez; si no ayuda, llame al instalador.',
    },
  },
  BALLAST_MISSING: {
    en: {
      short: 'no reserve on the disk',
      happened: ['This register cannot set its reserve aside on the disk.'],
      now: 'Call the installer: the data folder must take a file of 16 MB. Sales go on by themselves then.',
    },
    es: {
      short: 'sin reserva en el disco',
      happened: ['Esta caja no puede apartar su reserva en el disco.'],
      now: 'Llame al instalador: la carpeta de datos debe admitir un archivo de 16 MB. Las ventas siguen solas después.',
    },
  },
} as const satisfies RefusalPart;
