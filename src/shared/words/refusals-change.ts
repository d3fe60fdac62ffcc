import type { RefusalPart } from './refusal-part.ts';

/** Voids and returns of signed sales, and what they keep from being closed. Facts used: saleNumber, line, left, held. */
export const changeRefusals = {
  CHANGE_IN_DOUBT: {
    en: {
      short: 'sale in doubt',
      happened: [
        'Metrc has not answered about sale {saleNumber} yet, so it cannot be voided here.',
        'Metrc has not answered about this sale yet, so it cannot be voided here.',
      ],
      now: 'Press Customer leaves on the sale itself: what Metrc has decides.',
    },
    es: {
      short: 'venta en duda',
      happened: [
        'Metrc aún no ha respondido sobre la venta {saleNumber}; aquí no se puede anular.',
        'Metrc aún no ha respondido sobre esta venta; aquí no se puede anular.',
      ],
      now: 'Pulse El cliente se va en la propia venta: decide lo que tenga Metrc.',
    },
  },
  CHANGE_RUNNING: {
    en: {
      short: 'already being changed',
      happened: [
        'Sale {saleNumber} is already being voided or returned.',
        'This sale is already being voided or returned.',
      ],
      now: 'Wait until Metrc has shown it. Money goes back then, and only once.',
    },
    es: {
      short: 'ya se está cambiando',
      happened: [
        'La venta {saleNumber} ya se está anulando o devolviendo.',
        'Esta venta ya se está anulando o devolviendo.',
      ],
      now: 'Espere hasta que Metrc lo muestre. El dinero vuelve entonces, una sola vez.',
    },
  },
  CHANGE_NOTHING_STANDS: {
    en: {
      short: 'nothing to void',
      happened: [
        'Nothing of sale {saleNumber} stands at Metrc that could be voided or returned.',
        'Nothing of this sale stands at Metrc that could be voided or returned.',
      ],
      now: 'Look at its state in the list of sales (F9).',
    },
    es: {
      short: 'nada que anular',
      happened: [
        'De la venta {saleNumber} no hay nada en Metrc que anular o devolver.',
        'De esta venta no hay nada en Metrc que anular o devolver.',
      ],
      now: 'Mire su estado en la lista de ventas (F9).',
    },
  },
  CHANGE_FINAL: {
    en: {
      short: 'final at Metrc',
      happened: [
        'The receipt of sale {saleNumber} is final at Metrc and cannot be changed.',
        'This receipt is final at Metrc and cannot be changed.',
      ],
      now: 'Unfinalize it on Metrc’s own pages first, then ask here again. No money goes back before.',
    },
    es: {
      short: 'final en Metrc',
      happened: [
        'El recibo de la venta {saleNumber} es final en Metrc y no se puede cambiar.',
        'Este recibo es final en Metrc y no se puede cambiar.',
      ],
      now: 'Quite antes la finalización en las páginas de Metrc y pida aquí otra vez. Antes no vuelve dinero.',
    },
  },
  CHANGE_AMENDED: {
    en: {
      short: 'changed at Metrc',
      happened: [
        'Sale {saleNumber} was changed at Metrc itself, so this register does not know what to give back.',
        'This sale was changed at Metrc itself, so this register does not know what to give back.',
      ],
      now: 'Change it on Metrc’s own pages.',
    },
    es: {
      short: 'cambiada en Metrc',
      happened: [
        'La venta {saleNumber} se cambió en Metrc; esta caja no sabe qué devolver.',
        'Esta venta se cambió en Metrc; esta caja no sabe qué devolver.',
      ],
      now: 'Cámbiela en las páginas de Metrc.',
    },
  },
  CHANGE_NOT_YET: {
    en: {
      short: 'a moment later',
      happened: [
        'An earlier change of sale {saleNumber} could still reach Metrc.',
        'An earlier change of this sale could still reach Metrc.',
      ],
      now: 'Ask again in a few minutes.',
    },
    es: {
      short: 'un poco después',
      happened: [
        'Un cambio anterior de la venta {saleNumber} aún podría llegar a Metrc.',
        'Un cambio anterior de esta venta aún podría llegar a Metrc.',
      ],
      now: 'Pídalo otra vez en unos minutos.',
    },
  },
  CHANGE_NOT_SHOWN: {
    en: {
      short: 'not shown by Metrc',
      happened: ['Metrc does not show the receipt of sale {saleNumber} now.', 'Metrc does not show this receipt now.'],
      now: 'Ask again. If it stays so, look at the receipt on Metrc’s own pages.',
    },
    es: {
      short: 'Metrc no lo muestra',
      happened: ['Metrc no muestra ahora el recibo de la venta {saleNumber}.', 'Metrc no muestra ahora este recibo.'],
      now: 'Pídalo otra vez. Si sigue así, mire el recibo en las páginas de Metrc.',
    },
  },
  CHANGE_ERASED: {
    en: {
      short: 'request was erased',
      happened: [
        'What was told to Metrc about sale {saleNumber} has been erased, so its receipt cannot be written anew.',
        'What was told to Metrc about this sale has been erased, so its receipt cannot be written anew.',
      ],
      now: 'Void the whole sale, or change it on Metrc’s own pages.',
    },
    es: {
      short: 'solicitud borrada',
      happened: [
        'Lo dicho a Metrc sobre la venta {saleNumber} se borró; su recibo no se puede reescribir.',
        'Lo dicho a Metrc sobre esta venta se borró; su recibo no se puede reescribir.',
      ],
      now: 'Anule la venta entera o cámbiela en las páginas de Metrc.',
    },
  },
  RETURN_FORBIDDEN: {
    en: {
      short: 'no returns here',
      happened: ['The rules of this state do not let a store take goods back for money.'],
      now: 'A mistake at the counter is voided as a whole sale by a lead.',
    },
    es: {
      short: 'sin devoluciones',
      happened: ['Las reglas de este estado no permiten devolver productos por dinero.'],
      now: 'Un error en el mostrador lo anula un encargado, la venta entera.',
    },
  },
  RETURN_NOTHING: {
    en: {
      short: 'say what comes back',
      happened: ['It is not said what comes back.'],
      now: 'Type how much of each line comes back.',
    },
    es: {
      short: 'diga qué vuelve',
      happened: ['No se ha dicho qué vuelve.'],
      now: 'Escriba cuánto vuelve de cada línea.',
    },
  },
  RETURN_TOO_MUCH: {
    en: {
      short: 'more than was sold',
      happened: ['Of line {line} only {left} can come back.', 'More comes back than was sold.'],
      now: 'Type what really comes back.',
    },
    es: {
      short: 'más de lo vendido',
      happened: ['De la línea {line} solo pueden volver {left}.', 'Vuelve más de lo vendido.'],
      now: 'Escriba lo que vuelve de verdad.',
    },
  },
  RETURN_NOT_WHOLE: {
    en: {
      short: 'whole pieces only',
      happened: ['Line {line} was sold in whole pieces.', 'This line was sold in whole pieces.'],
      now: 'Type a whole number of pieces.',
    },
    es: {
      short: 'solo piezas enteras',
      happened: ['La línea {line} se vendió en piezas enteras.', 'Esta línea se vendió en piezas enteras.'],
      now: 'Escriba un número entero de piezas.',
    },
  },
  DRAWER_CHANGE_RUNNING: {
    en: {
      short: 'a refund is not proved',
      happened: [
        'Sale {saleNumber} is being voided or returned and Metrc has not shown it yet, so the drawer cannot be counted.',
        'A sale is being voided or returned and Metrc has not shown it yet, so the drawer cannot be counted.',
      ],
      now: 'Wait until Metrc has shown it. The list of sales (F9) says how it stands.',
    },
    es: {
      short: 'devolución sin probar',
      happened: [
        'La venta {saleNumber} se anula o devuelve y Metrc aún no lo muestra; el cajón no se puede contar.',
        'Una venta se anula o devuelve y Metrc aún no lo muestra; el cajón no se puede contar.',
      ],
      now: 'Espere hasta que Metrc lo muestre. La lista de ventas (F9) dice cómo está.',
    },
  },
  DRAWER_CARTS_HELD: {
    en: {
      short: 'carts are held',
      happened: ['{held} held carts wait to be taken back.', 'Held carts wait to be taken back.'],
      now: 'Resume them with F4, or close the drawer over them on purpose.',
    },
    es: {
      short: 'hay carritos retenidos',
      happened: ['{held} carritos retenidos esperan.', 'Hay carritos retenidos que esperan.'],
      now: 'Retómelos con F4, o cierre el cajón a propósito.',
    },
  },
  Z_UNKNOWN: {
    en: {
      short: 'no such Z report',
      happened: ['There is no Z report with this number.'],
      now: 'Choose one from the list.',
    },
    es: { short: 'no existe ese Z', happened: ['No hay un informe Z con ese número.'], now: 'Elija uno de la lista.' },
  },
} as const satisfies RefusalPart;
