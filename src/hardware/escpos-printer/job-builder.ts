/**
 * A document to the bytes of one print job. This is the only place that makes bytes for paper: text comes cleaned out of the
 * layout, commands come from the encoder library or from commands.ts, and the finished job is looked through for bytes that
 * a printer would obey in the middle of data.
 */
import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import type { PrintDocument } from '../../main/ports/print-document.ts';
import { assert } from '../../shared/values/assert.ts';
import { askPaper, askProcessId, automaticStatus, findRealTimeBytes } from './commands.ts';
import { type Columns, type LayoutLine, layoutDocument } from './document-layout.ts';
import { markStrips } from './mark-bitmap.ts';

/** The models the encoder library knows, such as "epson-tm-t20iii". */
export type PrinterModel = NonNullable<
  NonNullable<ConstructorParameters<typeof ReceiptPrinterEncoder>[0]>['printerModel']
>;

export type PaperSettings = {
  readonly columns: Columns;
  /** Sets the code pages and the feed before the cut; without it those of an Epson. */
  readonly printerModel?: PrinterModel;
};

export type BuiltJob = {
  /** Each holds whole commands and whole lines: a drawer pulse may go between two of them, never into one. */
  readonly segments: readonly Uint8Array[];
};

/** `1b 33 18`: the paper moves by the height of a strip, so that the strips of a picture join; `1b 32`: back to normal. */
const stripSpacing = [0x1b, 0x33, 0x18];
const normalSpacing = [0x1b, 0x32];

const longestQrData = 120;
/** Byte mode, level M: up to here a code of version 4, which fits every paper at five dots a module. */
const qrDataForFiveDots = 62;

/** Builds a job that ends with a cut, a request for the paper status, and the process id that confirms it. */
export function buildJob(document: PrintDocument, paper: PaperSettings, processId: string): BuiltJob {
  assert(/^[\x20-\x7e]{4}$/.test(processId), 'a process id has four printable characters');
  const encoder = createEncoder(paper);
  const content = layoutDocument(document, paper.columns).map((line) => encodeLine(encoder, line));
  const segments = [
    joined(encoder.initialize().encode(), automaticStatus),
    ...content,
    encoder.cut('partial').encode(),
    joined(askPaper, askProcessId(processId)),
  ];
  const all = joined(...segments);
  assert(findRealTimeBytes(all) === -1, 'no data of a receipt reads as a real-time command');
  return { segments };
}

function createEncoder(paper: PaperSettings): ReceiptPrinterEncoder {
  const encoder = new ReceiptPrinterEncoder({
    ...(paper.printerModel === undefined
      ? { codepageMapping: 'epson' as const, feedBeforeCut: 4 }
      : { printerModel: paper.printerModel }),
    language: 'esc-pos',
    columns: paper.columns,
    errors: 'strict', // the default drops what it cannot print with a line on the console
    newline: '\n',
    codepageCandidates: ['cp437', 'cp858', 'windows1252'],
  });
  return encoder;
}

function encodeLine(encoder: ReceiptPrinterEncoder, line: LayoutLine): Uint8Array {
  // Choosing a code page letter by letter takes the library 50 ms a receipt; most lines need no choice.
  encoder.codepage(isAscii(line) ? 'cp437' : 'auto');
  switch (line.kind) {
    case 'text': {
      const size = line.double ? 2 : 1;
      encoder.bold(line.bold).invert(line.inverse).size(size, size).line(line.text);
      return encoder.bold(false).invert(false).size(1, 1).encode();
    }
    case 'qr': {
      assert(
        /^[\x20-\x7e]+$/.test(line.data) && line.data.length <= longestQrData,
        'QR data is 1 to 120 characters of plain ASCII',
      );
      const size = line.data.length <= qrDataForFiveDots ? 5 : 4;
      return encoder.align('center').qrcode(line.data, { model: 2, size, errorlevel: 'm' }).align('left').encode();
    }
    case 'mark': {
      const strips = withoutRealTimeBytes((shift) => markStrips(line.mark, shift));
      const rows = line.lines.map(({ text, bold }, i) => {
        // The last line moves on by its normal height, which leaves a little white below the mark.
        encoder.raw([...(i < line.lines.length - 1 ? stripSpacing : normalSpacing), ...(strips[i] ?? [])]);
        return encoder.bold(bold).line(`  ${text}`).bold(false).encode();
      });
      return joined(...rows);
    }
  }
}

function isAscii(line: LayoutLine): boolean {
  const texts = line.kind === 'text' ? [line.text] : line.kind === 'mark' ? line.lines.map(({ text }) => text) : [];
  return texts.every((text) => /^[\x20-\x7e]*$/.test(text));
}

/** Moves a picture by one column at a time until none of its bytes read as a real-time command. */
function withoutRealTimeBytes(draw: (shift: number) => Uint8Array[]): Uint8Array[] {
  for (let shift = 0; shift < 8; shift += 1) {
    const strips = draw(shift);
    if (strips.every((strip) => findRealTimeBytes(strip) === -1)) return strips;
  }
  return assert(false, 'a picture has a place where its bytes are harmless') as never;
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
