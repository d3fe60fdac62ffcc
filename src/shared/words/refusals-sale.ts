import type { RefusalPart } from './refusal-part.ts';

/** Tender and Metrc: T and M. Facts used: shortCents, totalCents, seconds, message, item, label, saleNumber, because. */
export const saleRefusals = {
  CART_EMPTY: {
    en: { short: 'scan an item first', happened: ['There is nothing in this sale to pay for.'], now: 'Scan an item.' },
    es: {
      short: 'lea antes un artículo',
      happened: ['En esta venta no hay nada que cobrar.'],
      now: 'Lea un artículo.',
    },
  },
  TENDER_MISSING: {
    en: {
      short: 'choose cash or debit',
      happened: ['It is not said how the customer pays.'],
      now: 'Type the cash, press a note, Exact or Debit.',
    },
    es: {
      short: 'elija efectivo o débito',
      happened: ['No se ha dicho cómo paga el cliente.'],
      now: 'Escriba el efectivo, pulse un billete, Exacto o Débito.',
    },
  },
  TENDER_TOO_LITTLE: {
    en: {
      short: 'not enough cash',
      happened: ['The cash is {shortCents} short.', 'The cash given is less than the total.'],
      now: 'Take more cash, or choose Debit.',
    },
    es: {
      short: 'falta efectivo',
      happened: ['Faltan {shortCents} en efectivo.', 'El efectivo es menos que el total.'],
      now: 'Reciba más efectivo o elija Débito.',
    },
  },
  AMOUNT_BAD: {
    en: { short: 'amount not right', happened: ['That amount cannot be taken.'], now: 'Type the amount again.' },
    es: {
      short: 'importe incorrecto',
      happened: ['Ese importe no se puede tomar.'],
      now: 'Escriba el importe otra vez.',
    },
  },
  TOTAL_CHANGED: {
    en: {
      short: 'the total changed',
      happened: ['The total changed while Pay was pressed.'],
      now: 'Read the new total to the customer and press Pay again.',
    },
    es: {
      short: 'cambió el total',
      happened: ['El total cambió al pulsar Cobrar.'],
      now: 'Lea el nuevo total al cliente y pulse Cobrar otra vez.',
    },
  },
  TAX_RATE_EXAMPLE_ONLY: {
    en: {
      short: 'tax rate not set',
      happened: ['A tax rate of this store is still an example.'],
      now: 'Nothing can be sold before the store’s own rate is set. Call the installer.',
    },
    es: {
      short: 'falta la tasa',
      happened: ['Una tasa de impuesto de esta tienda es solo un ejemplo.'],
      now: 'No se vende hasta poner la tasa propia de la tienda. Llame al instalador.',
    },
  },
  METRC_REFUSED: {
    en: {
      short: 'Metrc said no',
      happened: [
        'Metrc refused this sale over {item}, tag {label}: {message}',
        'Metrc refused this sale: {message}',
        'Metrc refused this sale.',
      ],
      now: 'If Metrc names an item, press its line, take it out and pay again. If it names none, call a store lead and give the money back.',
    },
    es: {
      short: 'Metrc dijo que no',
      happened: [
        'Metrc rechazó esta venta por {item}, etiqueta {label}: {message}',
        'Metrc rechazó esta venta: {message}',
        'Metrc rechazó esta venta.',
      ],
      now: 'Si Metrc nombra un artículo, pulse su línea, quítelo y cobre otra vez. Si no nombra ninguno, llame a un encargado y devuelva el dinero.',
    },
  },
  METRC_NO_ANSWER: {
    en: {
      short: 'no answer',
      happened: ['Metrc did not answer in {seconds} seconds.', 'Metrc did not answer.'],
      now: 'Keep the goods and the money here; we look again by ourselves.',
    },
    es: {
      short: 'sin respuesta',
      happened: ['Metrc no respondió en {seconds} segundos.', 'Metrc no respondió.'],
      now: 'Deje aquí el producto y el dinero; miramos otra vez solos.',
    },
  },
  METRC_TURNED_AWAY: {
    en: {
      short: 'Metrc turned us away',
      happened: ['Metrc turned the question away without looking at the sale.'],
      now: 'Keep the goods and the money here; we ask again by ourselves.',
    },
    es: {
      short: 'Metrc no nos atendió',
      happened: ['Metrc no atendió la pregunta ni miró la venta.'],
      now: 'Deje aquí el producto y el dinero; preguntamos otra vez solos.',
    },
  },
  METRC_UNREACHABLE: {
    en: {
      short: 'Metrc not reached',
      happened: ['Metrc cannot be reached from this counter.'],
      now: 'Look at the network cable. We try again by ourselves.',
    },
    es: {
      short: 'Metrc no alcanzado',
      happened: ['No se llega a Metrc desde este mostrador.'],
      now: 'Mire el cable de red. Probamos otra vez solos.',
    },
  },
  METRC_KEYS: {
    en: {
      short: 'keys not accepted',
      happened: ['Metrc does not accept this store’s keys.'],
      now: 'A store lead has to renew the keys in Metrc and enter them here.',
    },
    es: {
      short: 'claves no aceptadas',
      happened: ['Metrc no acepta las claves de esta tienda.'],
      now: 'Un encargado debe renovar las claves en Metrc y anotarlas aquí.',
    },
  },
  METRC_LICENCE: {
    en: {
      short: 'licence not covered',
      happened: ['The keys work, but not for this store’s licence.'],
      now: 'A store lead has to check the licence in Metrc.',
    },
    es: {
      short: 'licencia no incluida',
      happened: ['Las claves funcionan, pero no para la licencia de esta tienda.'],
      now: 'Un encargado debe revisar la licencia en Metrc.',
    },
  },
  METRC_CLOCK: {
    en: {
      short: 'clock is wrong',
      happened: [
        'The clock of this register differs from Metrc’s by {seconds} s.',
        'The clock of this register is not right.',
      ],
      now: 'Set the clock of this computer. We look again by ourselves.',
    },
    es: {
      short: 'reloj incorrecto',
      happened: ['El reloj de esta caja difiere {seconds} s del de Metrc.', 'El reloj de esta caja no está bien.'],
      now: 'Ponga en hora esta computadora. Miramos otra vez solos.',
    },
  },
  SALE_CONFLICT: {
    en: {
      short: 'Metrc shows another sale',
      happened: ['Metrc shows something else under the number of this sale.'],
      now: 'Call a store lead. Keep the goods and the money here.',
    },
    es: {
      short: 'Metrc muestra otra',
      happened: ['Metrc muestra otra cosa con el número de esta venta.'],
      now: 'Llame a un encargado. Deje aquí el producto y el dinero.',
    },
  },
  SALE_IN_DOUBT: {
    en: {
      short: 'a sale is in doubt',
      happened: ['Sale {saleNumber} is still in doubt.', 'A sale is still in doubt.'],
      now: 'Wait until Metrc has shown what it has.',
    },
    es: {
      short: 'una venta en duda',
      happened: ['La venta {saleNumber} sigue en duda.', 'Una venta sigue en duda.'],
      now: 'Espere hasta que Metrc muestre lo que tiene.',
    },
  },
  PARK_NOT_ALLOWED: {
    en: {
      short: 'parking is off',
      happened: ['The owner of this store has not allowed to park a sale.'],
      now: 'Wait until Metrc has shown what it has.',
    },
    es: {
      short: 'no se aparta aquí',
      happened: ['El dueño de esta tienda no permite apartar una venta.'],
      now: 'Espere hasta que Metrc muestre lo que tiene.',
    },
  },
  PARK_TAKEN: {
    en: {
      short: 'one is parked already',
      happened: ['Sale {saleNumber} is parked already, and only one may be.', 'One sale is parked already.'],
      now: 'See to that one first: press it at the top of the screen.',
    },
    es: {
      short: 'ya hay una apartada',
      happened: ['La venta {saleNumber} ya está apartada, y solo cabe una.', 'Ya hay una venta apartada.'],
      now: 'Atienda antes esa: púlsela arriba en la pantalla.',
    },
  },
  SALE_NOT_OPEN: {
    en: {
      short: 'sale not open',
      happened: ['This sale is no longer open for changes.'],
      now: 'Go on with the sale on the screen.',
    },
    es: {
      short: 'venta cerrada',
      happened: ['Esta venta ya no admite cambios.'],
      now: 'Siga con la venta de la pantalla.',
    },
  },
  CONFLICT_NOT_SETTLED: {
    en: {
      short: 'look at Metrc again',
      happened: ['The last look at Metrc is older than a minute, or does not show this any more.'],
      now: 'Wait for the next look, read what it shows, and decide again.',
    },
    es: {
      short: 'mire Metrc otra vez',
      happened: ['La última mirada a Metrc tiene más de un minuto, o ya no muestra esto.'],
      now: 'Espere la próxima mirada, lea lo que muestra y decida otra vez.',
    },
  },
} as const satisfies RefusalPart;
