/**
 * Room on the disk that is held back by a file: when an outcome can not be written because the disk is full, the file is
 * deleted, and there is room for it (docs/sale-protocol.md 9).
 */
export interface Ballast {
  /** How much room it holds. */
  readonly bytes: number;
  /** Is it there, and whole? */
  inPlace(): boolean;
  /** Makes it where it is not there, written out and flushed. Answers whether it is there now; never throws. */
  make(): boolean;
  /** Gives its room back. Never throws: whoever calls it is already in trouble. */
  drop(): void;
}
