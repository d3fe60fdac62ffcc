/** The words on paper, in both languages. Paper has no second chance: every sentence here fits 32 columns or wraps well. */
import { comparisonTold, type ToldComparison } from './compare-words.ts';
import { taxName } from './shop-words.ts';

const month = { en: 'en-US', es: 'es-US' } as const;

export type Language = keyof typeof month;

/** "Nov 23, 2026 2:32 pm" out of the store's wall clock "2026-11-23T14:32:07.000"; no zone is applied again. */
function whenOf(language: Language): (wall: string) => string {
  const format = new Intl.DateTimeFormat(month[language], {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });
  return (wall) => {
    const parts = Object.fromEntries(
      format.formatToParts(Date.parse(`${wall}Z`)).map((part) => [part.type, part.value]),
    );
    const half = (parts.dayPeriod ?? '').toLowerCase().replaceAll(/[^a-z]/g, '');
    const time = `${parts.hour}:${parts.minute} ${half}`;
    return language === 'en'
      ? `${parts.month} ${parts.day}, ${parts.year} ${time}`
      : `${parts.day} ${parts.month} ${parts.year} ${time}`;
  };
}

/** Parts per million as a percentage without needless zeros: 86250 -> "8.625 %". */
const percent = (ppm: number): string => `${ppm / 10_000} %`;

const english = {
  receipt: {
    licence: (licence: string) => `Licence ${licence}`,
    sale: (saleNumber: number, terminal: string) => `Sale ${saleNumber}, ${terminal}`,
    servedBy: (name: string) => `Served by ${name}`,
    patient: (lastFour: string) => `Patient licence ..${lastFour}`,
    tag: (tail: string) => `tag ${tail}`,
    subtotal: 'Subtotal',
    taxName: (id: string, name: string, ratePpm: number) => `${taxName(id, name, 'en')} ${percent(ratePpm)}`,
    total: 'TOTAL',
    cash: 'Cash',
    debit: 'Debit',
    change: 'Change',
    rounding: 'Cash rounding',
    signed: 'Signed by Metrc',
    practice: 'Practice Metrc only',
    metrcReceipt: (number: string) => `Receipt ${number}`,
    scanToFind: ['Scan to find this sale', 'at the register.'],
    training: 'TRAINING',
    notASale: 'Not a sale. No tax was collected.',
    sandbox: 'SANDBOX',
    copy: (copyNumber: number | null) => (copyNumber === null ? 'COPY' : `COPY ${copyNumber}`),
    when: whenOf('en'),
  },
  refund: {
    title: 'REFUND',
    ofSale: (saleNumber: number, terminal: string) => `Of sale ${saleNumber}, ${terminal}`,
    soldOn: (when: string) => `sold ${when}`,
    inCash: 'Back in cash',
    onCard: 'To do on the PIN terminal',
    voided: 'Void shown by Metrc',
    corrected: 'Return shown by Metrc',
    totalBack: 'BACK',
  },
  zReport: {
    title: (number: number) => `Z REPORT ${number}`,
    training: 'TRAINING',
    sandbox: 'SANDBOX',
    opened: 'Opened',
    closed: 'Closed',
    by: (when: string, who: string) => `${when} ${who}`,
    sales: 'Sales signed by Metrc',
    saleNumbers: (first: number, last: number) => `Sale ${first} to sale ${last}`,
    subtotal: 'Subtotal',
    total: 'Total',
    cash: 'Cash taken',
    debit: 'Debit taken',
    rounding: 'Cash rounding',
    float: 'Float',
    expected: 'Expected in drawer',
    counted: 'Counted',
    firstCount: 'First count',
    over: 'OVER',
    short: 'SHORT',
    exact: 'EXACT',
    noSaleOpens: 'Opened without a sale',
    compared: (compared: ToldComparison) => comparisonTold(compared, 'en'),
    voids: (count: number) => `Voids: ${count}`,
    returns: (count: number) => `Returns: ${count}`,
    net: 'Net subtotal',
    netTax: (name: string) => `Net ${name}`,
    netTotal: 'Net total',
    cashBack: 'Cash given back',
    debitBack: 'Debit given back',
    keptWithoutReceipt: (count: number) => `Void at Metrc, kept: ${count}`,
    undone: 'Undone, nothing sold',
    refused: 'Refused by Metrc',
    heldCarts: 'Carts held',
    copy: (copyNumber: number) => `COPY ${copyNumber}`,
    chainedTo: (hash: string) => `After Z sealed ${hash}`,
    seal: (hash: string) => `Seal ${hash}`,
  },
};

/** What both languages must have; the compiler finds a missing word. */
export type PaperWords = typeof english;

const spanish: PaperWords = {
  receipt: {
    licence: (licence) => `Licencia ${licence}`,
    sale: (saleNumber, terminal) => `Venta ${saleNumber}, ${terminal}`,
    servedBy: (name) => `Le atendió ${name}`,
    patient: (lastFour) => `Licencia paciente ..${lastFour}`,
    tag: (tail) => `etiqueta ${tail}`,
    subtotal: 'Subtotal',
    taxName: (id, name, ratePpm) => `${taxName(id, name, 'es')} ${percent(ratePpm)}`,
    total: 'TOTAL',
    cash: 'Efectivo',
    debit: 'Débito',
    change: 'Cambio',
    rounding: 'Redondeo',
    signed: 'Firmado por Metrc',
    practice: 'Metrc de práctica',
    metrcReceipt: (number) => `Recibo ${number}`,
    scanToFind: ['Escanee para hallar', 'esta venta en la caja.'],
    training: 'PRÁCTICA',
    notASale: 'No es una venta. Sin impuestos.',
    sandbox: 'PRUEBA',
    copy: (copyNumber) => (copyNumber === null ? 'COPIA' : `COPIA ${copyNumber}`),
    when: whenOf('es'),
  },
  refund: {
    title: 'DEVOLUCIÓN',
    ofSale: (saleNumber, terminal) => `De la venta ${saleNumber}, ${terminal}`,
    soldOn: (when) => `vendida ${when}`,
    inCash: 'Vuelve en efectivo',
    onCard: 'Por hacer en el terminal PIN',
    voided: 'Anulación vista en Metrc',
    corrected: 'Devolución vista en Metrc',
    totalBack: 'VUELVE',
  },
  zReport: {
    title: (number) => `INFORME Z ${number}`,
    training: 'PRÁCTICA',
    sandbox: 'PRUEBA',
    opened: 'Abierta',
    closed: 'Cerrada',
    by: (when, who) => `${when} ${who}`,
    sales: 'Ventas firmadas por Metrc',
    saleNumbers: (first, last) => `Venta ${first} a venta ${last}`,
    subtotal: 'Subtotal',
    total: 'Total',
    cash: 'Efectivo cobrado',
    debit: 'Débito cobrado',
    rounding: 'Redondeo',
    float: 'Fondo',
    expected: 'Debe haber en caja',
    counted: 'Contado',
    firstCount: 'Primer conteo',
    over: 'SOBRA',
    short: 'FALTA',
    exact: 'EXACTO',
    noSaleOpens: 'Aperturas sin venta',
    compared: (compared) => comparisonTold(compared, 'es'),
    voids: (count) => `Anulaciones: ${count}`,
    returns: (count) => `Devoluciones: ${count}`,
    net: 'Subtotal neto',
    netTax: (name) => `${name}, neto`,
    netTotal: 'Total neto',
    cashBack: 'Efectivo devuelto',
    debitBack: 'Débito devuelto',
    keptWithoutReceipt: (count) => `Anulada en Metrc, sin devolver: ${count}`,
    undone: 'Deshechas, nada vendido',
    refused: 'Rechazadas por Metrc',
    heldCarts: 'Carritos retenidos',
    copy: (copyNumber) => `COPIA ${copyNumber}`,
    chainedTo: (hash) => `Tras Z con sello ${hash}`,
    seal: (hash) => `Sello ${hash}`,
  },
};

export const paperWords: Readonly<Record<Language, PaperWords>> = { en: english, es: spanish };
