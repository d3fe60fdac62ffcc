import type { RefusalPart } from './refusal-part.ts';

/** Staff and customer: S and C. Facts used: who, minutes, day, status, tool, buyerType, form. */
export const peopleRefusals = {
  NOT_SIGNED_IN: {
    en: {
      short: 'Nobody signed in',
      happened: ['Nobody is signed in here.'],
      now: 'Choose your name and enter your PIN.',
    },
    es: { short: 'Sin sesión', happened: ['Nadie ha iniciado sesión aquí.'], now: 'Elija su nombre y escriba su PIN.' },
  },
  WRONG_PIN: {
    en: {
      short: 'Wrong PIN',
      happened: ['That PIN is not right; {triesLeft} more tries.', 'That PIN is not right.'],
      now: 'Enter it again, or scan your badge.',
    },
    es: {
      short: 'PIN incorrecto',
      happened: ['Ese PIN no es correcto; quedan {triesLeft} intentos.', 'Ese PIN no es correcto.'],
      now: 'Escríbalo otra vez o lea su credencial.',
    },
  },
  LOCKED_OUT: {
    en: {
      short: 'Locked out',
      happened: [
        'Too many wrong PINs. This name is locked until {untilAt}.',
        'Too many wrong PINs. This name is locked for a while.',
      ],
      now: 'Wait, or let a colleague sign in.',
    },
    es: {
      short: 'Bloqueado',
      happened: [
        'Demasiados PIN incorrectos. Este nombre está bloqueado hasta las {untilAt}.',
        'Demasiados PIN incorrectos. Este nombre está bloqueado un rato.',
      ],
      now: 'Espere o deje que entre un compañero.',
    },
  },
  NOT_ALLOWED: {
    en: {
      short: 'Store lead only',
      happened: ['This needs a store lead.'],
      now: 'Ask a store lead to sign in and do it.',
    },
    es: {
      short: 'Solo un encargado',
      happened: ['Esto lo hace un encargado.'],
      now: 'Pida a un encargado que entre y lo haga.',
    },
  },
  UNKNOWN_STAFF: {
    en: {
      short: 'Unknown badge',
      happened: ['This badge or name is not known in this store.'],
      now: 'Choose your name on the screen.',
    },
    es: {
      short: 'Credencial desconocida',
      happened: ['Esa credencial o ese nombre no se conoce en esta tienda.'],
      now: 'Elija su nombre en la pantalla.',
    },
  },
  CUSTOMER_MISSING: {
    en: {
      short: 'scan the licence first',
      happened: ['There is no customer in this sale.'],
      now: 'Scan the licence card, or press F2 and type its number.',
    },
    es: {
      short: 'lea antes la licencia',
      happened: ['Esta venta no tiene cliente.'],
      now: 'Lea la tarjeta de licencia o pulse F2 y escriba su número.',
    },
  },
  CUSTOMER_CHECKING: {
    en: {
      short: 'checking the licence',
      happened: ['Metrc is still being asked about this licence.'],
      now: 'Go on scanning; Pay opens when the answer is there.',
    },
    es: {
      short: 'comprobando licencia',
      happened: ['Todavía se pregunta a Metrc por esta licencia.'],
      now: 'Siga leyendo; Cobrar se abre cuando llegue la respuesta.',
    },
  },
  CUSTOMER_NOT_CONFIRMED: {
    en: {
      short: 'licence not confirmed',
      happened: ['Metrc does not confirm this licence number.'],
      now: 'Compare the number with the card and scan it again. Without a confirmed licence nothing is sold.',
    },
    es: {
      short: 'licencia sin confirmar',
      happened: ['Metrc no confirma este número de licencia.'],
      now: 'Compare el número con la tarjeta y léala otra vez. Sin licencia confirmada no se vende.',
    },
  },
  CUSTOMER_NOT_ACTIVE: {
    en: {
      short: 'licence not active',
      happened: ['This licence is not active.'],
      now: 'Do not sell on it. The customer can ask the agency why.',
    },
    es: {
      short: 'licencia no activa',
      happened: ['Esta licencia no está activa.'],
      now: 'No venda con ella. El cliente puede preguntar a la agencia.',
    },
  },
  CUSTOMER_CARD_EXPIRED: {
    en: {
      short: 'card expired',
      happened: ['This card expired on {day}.', 'This card expired on {expiresOn}.', 'This card has expired.'],
      now: 'Do not sell on it. Ask for a card that is valid today.',
    },
    es: {
      short: 'tarjeta vencida',
      happened: ['Esta tarjeta venció el {day}.', 'Esta tarjeta venció el {expiresOn}.', 'Esta tarjeta está vencida.'],
      now: 'No venda con ella. Pida una tarjeta válida hoy.',
    },
  },
  CUSTOMER_CHECK_NO_ANSWER: {
    en: {
      short: 'licence: no answer',
      happened: ['Metrc did not answer about this licence.'],
      now: 'We ask again by ourselves. Pay opens when Metrc answers.',
    },
    es: {
      short: 'licencia: sin respuesta',
      happened: ['Metrc no respondió sobre esta licencia.'],
      now: 'Preguntamos otra vez solos. Cobrar se abre cuando Metrc responda.',
    },
  },
  AGENCY_CHECK_MISSING: {
    en: {
      short: 'F2: look at the licence',
      happened: [
        'The look at {tool} is not recorded for this sale.',
        'The agency look-up is not recorded for this sale.',
      ],
      now: 'Look the licence up in the agency’s tool, then press F2.',
    },
    es: {
      short: 'F2: mire la licencia',
      happened: [
        'No consta la consulta en {tool} para esta venta.',
        'No consta la consulta de la agencia para esta venta.',
      ],
      now: 'Busque la licencia en la página de la agencia y pulse F2.',
    },
  },
  CUSTOMER_NUMBER_FORM: {
    en: {
      short: 'number not complete',
      happened: ['This does not look like a licence number here.'],
      now: 'Compare it with the card, letter by letter, and type it again.',
    },
    es: {
      short: 'número incompleto',
      happened: ['Esto no parece un número de licencia de aquí.'],
      now: 'Compárelo con la tarjeta letra por letra y escríbalo otra vez.',
    },
  },
  CARD_NOT_FOR_THIS_BUYER: {
    en: {
      short: 'wrong kind of card',
      happened: [
        'This card is not for a buyer of the kind {buyerType}.',
        'This card does not fit the kind of buyer chosen.',
      ],
      now: 'Press F2 and choose the kind of buyer that the card says.',
    },
    es: {
      short: 'otra clase de tarjeta',
      happened: [
        'Esta tarjeta no es para un comprador del tipo {buyerType}.',
        'Esta tarjeta no es de la clase de comprador elegida.',
      ],
      now: 'Pulse F2 y elija la clase de comprador que dice la tarjeta.',
    },
  },
  LICENCE_NOT_READ_HERE: {
    en: {
      short: 'licence not read here',
      happened: ['A driving licence does not identify the buyer in this programme.'],
      now: 'Scan the patient card, or press F2 and type its number.',
    },
    es: {
      short: 'no se lee aquí',
      happened: ['La licencia de conducir no identifica al comprador en este programa.'],
      now: 'Lea la tarjeta de paciente o pulse F2 y escriba su número.',
    },
  },
} as const satisfies RefusalPart;
