import type { RefusalPart } from './refusal-part.ts';

/** Codes, packages, quantities, limits: L. Facts used: label, item, since, day, state, left, unit, over, limit, name. */
export const lineRefusals = {
  CODE_UNKNOWN: {
    en: {
      short: 'Unknown code',
      happened: ['This code is not known here.'],
      now: 'Scan the package tag. The code stays readable below.',
    },
    es: {
      short: 'Código desconocido',
      happened: ['Este código no se conoce aquí.'],
      now: 'Lea la etiqueta del paquete. El código queda legible abajo.',
    },
  },
  CODE_GARBAGE: {
    en: {
      short: 'Not readable',
      happened: ['The scanner sent something that is no code.'],
      now: 'Scan again, a little slower. If it stays so, press the scanner tile.',
    },
    es: {
      short: 'Ilegible',
      happened: ['El lector envió algo que no es un código.'],
      now: 'Lea otra vez, más despacio. Si sigue igual, pulse Lector arriba.',
    },
  },
  PACKAGE_UNKNOWN: {
    en: {
      short: 'Not at this store',
      happened: ['Metrc has no package {label} at this licence.', 'Metrc has no such package at this licence.'],
      now: 'Put it aside. It may not be sold here.',
    },
    es: {
      short: 'No es de esta tienda',
      happened: ['Metrc no tiene el paquete {label} en esta licencia.', 'Metrc no tiene ese paquete en esta licencia.'],
      now: 'Apártelo. No se puede vender aquí.',
    },
  },
  PACKAGE_ON_HOLD: {
    en: {
      short: 'Held by the state',
      happened: ['This package of {item} is held by the state.', 'This package is held by the state.'],
      now: 'Put the package aside, take another one of it, or go on without. A store lead sees in Metrc why it is held.',
    },
    es: {
      short: 'Retenido por el estado',
      happened: ['El estado retiene este paquete de {item}.', 'El estado retiene este paquete.'],
      now: 'Aparte el paquete, tome otro igual o siga sin él. Un encargado ve en Metrc por qué está retenido.',
    },
  },
  PACKAGE_RECALLED: {
    en: {
      short: 'Recalled',
      happened: ['This package of {item} has been recalled.', 'This package has been recalled.'],
      now: 'Put it aside at once and tell a store lead.',
    },
    es: {
      short: 'Retirado',
      happened: ['Este paquete de {item} fue retirado.', 'Este paquete fue retirado.'],
      now: 'Apártelo enseguida y avise a un encargado.',
    },
  },
  PACKAGE_FINISHED: {
    en: {
      short: 'Finished at Metrc',
      happened: ['This package of {item} is finished at Metrc.', 'This package is finished at Metrc.'],
      now: 'Put it aside. A store lead can look at it in Metrc.',
    },
    es: {
      short: 'Terminado en Metrc',
      happened: ['Este paquete de {item} está terminado en Metrc.', 'Este paquete está terminado en Metrc.'],
      now: 'Apártelo. Un encargado puede mirarlo en Metrc.',
    },
  },
  PACKAGE_EXPIRED: {
    en: {
      short: 'Expired',
      happened: [
        'This package could be sold until {day}.',
        'This package could be sold until {sellUntil}.',
        'This package has expired.',
      ],
      now: 'Put it aside. It may not be sold.',
    },
    es: {
      short: 'Vencido',
      happened: [
        'Este paquete se podía vender hasta el {day}.',
        'Este paquete se podía vender hasta el {sellUntil}.',
        'Este paquete está vencido.',
      ],
      now: 'Apártelo. No se puede vender.',
    },
  },
  PACKAGE_LAB_STATE: {
    en: {
      short: 'Test not passed',
      happened: [
        'The laboratory test of this package says {labState}.',
        'This package has not passed its laboratory test.',
      ],
      now: 'Put it aside. It may not be sold.',
    },
    es: {
      short: 'Prueba no superada',
      happened: [
        'La prueba de laboratorio de este paquete dice {labState}.',
        'Este paquete no superó la prueba de laboratorio.',
      ],
      now: 'Apártelo. No se puede vender.',
    },
  },
  PACKAGE_NOT_ENOUGH: {
    en: {
      short: 'Not enough left',
      happened: [
        'The package holds {left} {unit}, less than this.',
        'The package holds {left}, less than this.',
        'The package does not hold that much.',
      ],
      now: 'Sell less of it, or take another package.',
    },
    es: {
      short: 'No queda bastante',
      happened: [
        'En el paquete quedan {left} {unit}, menos que esto.',
        'En el paquete quedan {left}, menos que esto.',
        'En el paquete no queda tanto.',
      ],
      now: 'Venda menos o tome otro paquete.',
    },
  },
  PACKAGE_NO_ANSWER: {
    en: {
      short: 'Metrc: no answer',
      happened: ['Metrc did not answer about this package.'],
      now: 'Scan it again in a moment, or go on without it.',
    },
    es: {
      short: 'Metrc: sin respuesta',
      happened: ['Metrc no respondió sobre este paquete.'],
      now: 'Léalo otra vez en un momento o siga sin él.',
    },
  },
  PRICE_MISSING: {
    en: {
      short: 'No price',
      happened: ['This item has no price in the store’s list.'],
      now: 'A store lead can set its price. Go on without it.',
    },
    es: {
      short: 'Sin precio',
      happened: ['Este artículo no tiene precio en la lista.'],
      now: 'Un encargado puede ponerle precio. Siga sin él.',
    },
  },
  CLASS_UNKNOWN: {
    en: {
      short: 'Kind not known',
      happened: [
        'Metrc calls this item {category}, and the state’s rules here do not know that kind.',
        'The state’s rules here do not know this kind of item.',
      ],
      now: 'Go on without it and tell a store lead.',
    },
    es: {
      short: 'Clase desconocida',
      happened: [
        'Metrc llama a este artículo {category}, y las reglas de aquí no conocen esa clase.',
        'Las reglas de aquí no conocen esta clase de artículo.',
      ],
      now: 'Siga sin él y avise a un encargado.',
    },
  },
  MEASURE_MISSING: {
    en: {
      short: 'Weight not known',
      happened: ['The weight or strength of this item is not known, so its limit cannot be counted.'],
      now: 'Go on without it. A store lead can enter it.',
    },
    es: {
      short: 'Peso desconocido',
      happened: ['No se conoce el peso o la fuerza de este artículo; no se puede contar su límite.'],
      now: 'Siga sin él. Un encargado puede anotarlo.',
    },
  },
  LINES_CHECKING: {
    en: {
      short: 'checking the items',
      happened: ['Metrc is still being asked about an item.'],
      now: 'Pay opens when the answer is there.',
    },
    es: {
      short: 'comprobando artículos',
      happened: ['Todavía se pregunta a Metrc por un artículo.'],
      now: 'Cobrar se abre cuando llegue la respuesta.',
    },
  },
  SAME_UNIT_TWICE: {
    en: {
      short: 'Same unit twice',
      happened: ['This very unit is already in the sale.'],
      now: 'Scan the other unit, not the same one again.',
    },
    es: {
      short: 'Misma unidad',
      happened: ['Esta misma unidad ya está en la venta.'],
      now: 'Lea la otra unidad, no la misma otra vez.',
    },
  },
  QUANTITY_BAD: {
    en: {
      short: 'Quantity not right',
      happened: ['That quantity cannot be sold of this item.'],
      now: 'Type a number above zero, then *.',
    },
    es: {
      short: 'Cantidad incorrecta',
      happened: ['Esa cantidad no se puede vender de este artículo.'],
      now: 'Escriba un número mayor que cero y luego *.',
    },
  },
  LINE_UNKNOWN: {
    en: { short: 'No such line', happened: ['There is no such line in the sale.'], now: 'Scan an item first.' },
    es: { short: 'No existe la línea', happened: ['No hay tal línea en la venta.'], now: 'Lea antes un artículo.' },
  },
  GTIN_NEEDS_TAG: {
    en: {
      short: 'Scan the tag too',
      happened: ['This bar code names the product, not the package.'],
      now: 'Scan the package tag, so that the right package is sold.',
    },
    es: {
      short: 'Lea la etiqueta',
      happened: ['Este código nombra el producto, no el paquete.'],
      now: 'Lea la etiqueta del paquete para vender el correcto.',
    },
  },
  LIMIT_EXCEEDED: {
    en: {
      short: 'Over the limit',
      happened: ['Over the limit by {over} {unit}.', 'This is more than the state’s limit for one sale.'],
      now: 'Take a smaller pack, or go on without it.',
    },
    es: {
      short: 'Sobre el límite',
      happened: ['Supera el límite por {over} {unit}.', 'Esto supera el límite del estado para una venta.'],
      now: 'Tome un paquete más pequeño o siga sin él.',
    },
  },
  BUYER_MAY_NOT_BUY: {
    en: {
      short: 'Not for this buyer',
      happened: ['This buyer may not buy this kind of item.'],
      now: 'Put it back and go on without it.',
    },
    es: {
      short: 'No para este cliente',
      happened: ['Este comprador no puede comprar esta clase de artículo.'],
      now: 'Devuélvalo a su sitio y siga sin él.',
    },
  },
} as const satisfies RefusalPart;
