import { bilingual, type Language } from './bilingual.ts';
import { deviceTroubles } from './device-troubles.ts';
import { metrcTroubles } from './metrc-troubles.ts';
import type { Trouble, TroubleWords } from './trouble.ts';

/** The devices a tile stands for. */
export type LinkName = 'scanner' | 'printer' | 'drawer' | 'metrc';

/** {device} is the device with its article at the start of a sentence; {theDevice} inside one. */
export const deviceNames: Readonly<
  Record<Language, Readonly<Record<LinkName, { readonly start: string; readonly inside: string }>>>
> = {
  en: {
    scanner: { start: 'The scanner', inside: 'the scanner' },
    printer: { start: 'The printer', inside: 'the printer' },
    drawer: { start: 'The drawer', inside: 'the drawer' },
    metrc: { start: 'Metrc', inside: 'Metrc' },
  },
  es: {
    scanner: { start: 'El lector', inside: 'el lector' },
    printer: { start: 'La impresora', inside: 'la impresora' },
    drawer: { start: 'El cajón', inside: 'el cajón' },
    metrc: { start: 'Metrc', inside: 'Metrc' },
  },
};

/** The screen of a sick device. */
export const deviceWords = bilingual(
  {
    unknownReason: 'needs a look',
    unknownTitle: '{device} needs a look.',
    connecting: 'connecting',
    connectingTitle: '{device} is being connected.',
    absent: 'not set up',
    absentTitle: '{device} is not set up here.',
    absentStep: 'The installer sets it up once.',
    connectingStep: 'Wait a few seconds; it says so here if it cannot be done.',
    fineTitle: '{device} is well.',
    fineTold: 'Nothing has to be done.',
    goOnPrinter: 'You can go on selling. Sales are recorded as always;\nreceipts wait here and print by themselves.',
    goOnScanner: 'You can go on selling. Press F3 to look items up,\nor type the code there.',
    goOnDrawer: 'You can go on selling. Open the drawer with its key\nand push it shut after each sale.',
    goOnDrawerOpen: 'You can go on selling. The drawer works,\nand it was not pushed shut.',
    goOnMetrc: 'No sale can be signed now. The cart stays as it is,\nand the register goes on by itself.',
    goOnMetrcSlow: 'A sale can be tried; nothing is printed or handed over\nbefore Metrc has signed it.',
    step: 'Step {number}',
    receiptOfSale: 'Receipt of sale {number}',
    copyOfSale: 'Copy for sale {number}',
    zReport: 'Z report',
    refundSlip: 'refund slip',
    xReport: 'X report',
    recordedYes: 'recorded: yes, {receipt}',
    recordedAlways: 'recorded: yes',
    waitingSince: 'waiting since {time}',
    printingSince: 'printing since {time}',
    notPrinted: 'not printed, {time}',
    mayBePrinted: 'look whether it is printed',
    moreWaiting: '{count} more waiting',
    printAgain: 'Print again',
    reprintLater: 'Reprint later',
    cancelReceipt: 'Cancel this receipt',
  },
  {
    unknownReason: 'pide una mirada',
    unknownTitle: '{device} pide una mirada.',
    connecting: 'conectando',
    connectingTitle: '{device} se está conectando.',
    absent: 'sin instalar',
    absentTitle: '{device} no está en esta caja.',
    absentStep: 'El instalador lo prepara una vez.',
    connectingStep: 'Espere unos segundos; aquí se dice si no se puede.',
    fineTitle: '{device} está bien.',
    fineTold: 'No hay que hacer nada.',
    goOnPrinter:
      'Puede seguir vendiendo. Las ventas se registran como siempre;\nlos recibos esperan aquí y se imprimen solos.',
    goOnScanner: 'Puede seguir vendiendo. Pulse F3 para buscar artículos\no escriba allí el código.',
    goOnDrawer: 'Puede seguir vendiendo. Abra el cajón con su llave\ny ciérrelo después de cada venta.',
    goOnDrawerOpen: 'Puede seguir vendiendo. El cajón funciona\ny no se cerró.',
    goOnMetrc: 'Ahora no se puede firmar ninguna venta. El carrito queda como está\ny la caja sigue sola.',
    goOnMetrcSlow: 'Puede intentar una venta; nada se imprime ni se entrega\nantes de que Metrc la firme.',
    step: 'Paso {number}',
    receiptOfSale: 'Recibo de la venta {number}',
    copyOfSale: 'Copia de la venta {number}',
    zReport: 'Informe Z',
    refundSlip: 'comprobante de devolución',
    xReport: 'Informe X',
    recordedYes: 'registrada: sí, {receipt}',
    recordedAlways: 'registrado: sí',
    waitingSince: 'espera desde {time}',
    printingSince: 'imprime desde {time}',
    notPrinted: 'no impreso, {time}',
    mayBePrinted: 'mire si se imprimió',
    moreWaiting: '{count} más en espera',
    printAgain: 'Imprimir otra vez',
    reprintLater: 'Imprimir luego',
    cancelReceipt: 'Cancelar este recibo',
  },
);

const CODE_LETTERS: Readonly<Record<LinkName, string>> = { scanner: 'N', printer: 'P', drawer: 'D', metrc: 'M' };

/** The code a person reads out for a sick device: the printer without paper is P-101, all others count from 501. */
export function deviceCode(link: LinkName, reason: string | null): string {
  if (link === 'printer' && reason === 'paper_out') return 'P-101';
  const known = Object.keys(link === 'metrc' ? metrcTroubles : deviceTroubles);
  const place = reason === null ? -1 : known.indexOf(reason);
  return `${CODE_LETTERS[link]}-${501 + (place < 0 ? known.length : place)}`;
}

/** The words of a reason as it comes from the core; null when this catalogue does not know it. */
export function troubleWords(reason: string | null, language: Language): TroubleWords | null {
  if (reason === null) return null;
  const all: Readonly<Record<string, Trouble>> = { ...deviceTroubles, ...metrcTroubles };
  return Object.hasOwn(all, reason) ? (all[reason]?.[language] ?? null) : null;
}
