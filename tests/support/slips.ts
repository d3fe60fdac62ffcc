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
  const saleNumber = found(/Sale (\d+), Counter/);
  return {
    lines,
    saleNumber: saleNumber === undefined ? null : Number(saleNumber),
    isCopy: lines.some((line) => COPY.test(line)),
    number: found(/^\[QR (.+)\]$/) ?? null,
    totalCents: centsOf(found(/^TOTAL +(\$[\d.,]+)$/)),
    changeCents: centsOf(found(/^Change +([\d.,]+)$/)),
    metrcReceipt: found(/Receipt (\S+)$/) ?? null,
  };
}

const HEAD = /PRAIRIE LANTERN$/;
const COPY = /^\s*C ?O ?P ?Y /;

/** Each receipt on the paper, whole or broken off: one ends at a cut, or where the head of another one follows. */
export function slipsOf(paper: readonly string[]): Slip[] {
  const pieces: string[][] = [[]];
  for (const line of paper) {
    const piece = pieces.at(-1) ?? [];
    const isNext = (HEAD.test(line) || COPY.test(line)) && piece.some((before) => HEAD.test(before));
    if (line === '[cut]') pieces.push([]);
    else if (isNext) pieces.push([line]);
    else piece.push(line);
  }
  return pieces.filter((lines) => lines.some((line) => line.trim() !== '')).map(read);
}
