/** Receipts as they lie on the paper of the printer simulator, read back from its bytes. */

export type Slip = {
  readonly lines: readonly string[];
  readonly saleNumber: number | null;
  readonly isCopy: boolean;
  /** The external number in the QR code; null when the slip ended before it. */
  readonly number: string | null;
  /** Whole cents; null when the line is not there. */
  readonly totalCents: number | null;
  readonly changeCents: number | null;
  readonly metrcReceipt: string | null;
};

const centsOf = (text: string | undefined): number | null =>
  text === undefined ? null : Math.round(Number(text.replaceAll(/[$,]/g, '')) * 100);

function read(lines: readonly string[]): Slip {
  const found = (pattern: RegExp): string | undefined => lines.flatMap((line) => pattern.exec(line)?.[1] ?? [])[0];
  const saleNumber = found(/^Sale (\d+), /);
  return {
    lines,
    saleNumber: saleNumber === undefined ? null : Number(saleNumber),
    isCopy: lines.some((line) => /^\s*C ?O ?P ?Y /.test(line)),
    number: found(/^\[QR (.+)\]$/) ?? null,
    totalCents: centsOf(found(/^TOTAL +(\$[\d.,]+)$/)),
    changeCents: centsOf(found(/^Change +([\d.,]+)$/)),
    metrcReceipt: found(/Receipt (\S+)$/) ?? null,
  };
}

/** Each piece of paper between two cuts that has text on it; the last one may be torn off in the middle. */
export function slipsOf(paper: readonly string[]): Slip[] {
  const pieces: string[][] = [[]];
  for (const line of paper) {
    if (line === '[cut]') pieces.push([]);
    else pieces.at(-1)?.push(line);
  }
  return pieces.filter((lines) => lines.some((line) => line.trim() !== '')).map(read);
}
