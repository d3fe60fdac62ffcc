/**
 * `countersign receipt SALE`: the receipt of a signed sale as text, as the printer's bytes or as a picture. Prints nothing.
 * There is one original, and the register prints it; what comes out here is marked as a copy, with the time it was made.
 */
import { writeFileSync } from 'node:fs';
import { plainText } from '../../hardware/escpos-printer/document-layout.ts';
import { renderPaperPng } from '../../hardware/escpos-printer/simulator/paper-png.ts';
import { documentBytes, previewPaper } from '../../hardware/escpos-printer/simulator/preview.ts';
import { localTime } from '../../shared/values/local-time.ts';
import { paperWords } from '../../shared/words/paper-words.ts';
import { paperOf } from '../actions/finish-sale.ts';
import type { PrintDocument } from '../domain/receipt/print-document.ts';
import { openReader } from '../store/reader.ts';
import { findAppFiles } from './app-files.ts';
import { readConfig } from './compose.ts';
import { settingsOf, trainingSettings } from './settings-of.ts';
import { systemClock } from './system-clock.ts';
import { CannotStart } from './terminal.ts';
import { recordsFolder } from './verify.ts';

export type ReceiptOptions = {
  /** The number people see, or the external receipt number. */
  readonly sale: string;
  readonly format: string;
  readonly columns: string;
  /** Width of the picture in dots; the printer's own width when left out. */
  readonly dots: string | undefined;
  readonly out: string | undefined;
  readonly config: string | undefined;
  readonly data: string | undefined;
};

type Columns = 32 | 42 | 48;
const DOTS: Readonly<Record<Columns, number>> = { 32: 384, 42: 512, 48: 576 };

function columnsOf(text: string): Columns {
  const columns = Number(text);
  if (columns === 32 || columns === 42 || columns === 48) return columns;
  throw new CannotStart(`--columns takes 32, 42 or 48, not "${text}".`, 2);
}

function dotsOf(text: string | undefined, columns: Columns): number {
  if (text === undefined) return DOTS[columns];
  const dots = Number(text);
  if (Number.isInteger(dots) && dots >= 200 && dots <= 2000) return dots;
  throw new CannotStart(`--dots takes a whole number from 200 to 2000, not "${text}".`, 2);
}

/** Reads the sale beside a working terminal and lays out its receipt as a copy. */
function documentOf(options: ReceiptOptions): PrintDocument {
  const { migrations, jurisdictions } = findAppFiles();
  const settings =
    options.config === undefined
      ? trainingSettings(jurisdictions, {})
      : settingsOf(readConfig(options.config), jurisdictions, systemClock.now());
  const opened = openReader({ dataDir: recordsFolder(options.config, options.data), migrationsDir: migrations });
  if (!opened.ok) throw new CannotStart(`${opened.error.happened} ${opened.error.toDo}`, 2);
  const number = /^\d{1,9}$/.test(options.sale) ? Number(options.sale) : options.sale;
  const sale = opened.value.sales.byNumber(number);
  opened.value.close();
  if (sale?.protocol.phase.state !== 'CONFIRMED') {
    throw new CannotStart(`There is no sale ${options.sale} that Metrc has signed.`, 2);
  }
  const copy = { number: null, wall: localTime(systemClock.now(), settings.zone).wall };
  return paperOf({ settings, words: paperWords[settings.language] }, sale, sale.protocol.phase.metrcId, copy);
}

/** Writes to --out, or to stdout. Throws CannotStart for bad input. */
export function receiptCommand(options: ReceiptOptions): 0 {
  const columns = columnsOf(options.columns);
  const dots = dotsOf(options.dots, columns);
  if (!['text', 'escpos', 'png'].includes(options.format)) {
    throw new CannotStart(`--format takes text, escpos or png, not "${options.format}".`, 2);
  }
  const document = documentOf(options);
  const written =
    options.format === 'text'
      ? `${plainText(document, columns)}\n`
      : options.format === 'escpos'
        ? documentBytes(document, { columns })
        : renderPaperPng(previewPaper(document, { columns }), dots);
  if (options.out === undefined) process.stdout.write(written);
  else writeFileSync(options.out, written);
  return 0;
}
