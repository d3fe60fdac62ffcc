/**
 * Finds real-time commands in what a printer receives, at the moment it receives it: also inside pictures, also while offline,
 * never behind a full buffer. The bytes stay in the line of data as well.
 */

export type RealTimeCommand =
  | { readonly kind: 'status'; readonly n: number }
  | { readonly kind: 'recover'; readonly n: number }
  | { readonly kind: 'pulse'; readonly pin: 2 | 5; readonly onMs: number }
  | { readonly kind: 'clear' };

export function createRealTimeScanner(onCommand: (command: RealTimeCommand) => void): { push(byte: number): void } {
  let seen: number[] = [];

  /** null: may still become a command. */
  const read = (): RealTimeCommand | 'nothing' | null => {
    const [, kind, a, b, c] = seen;
    if (kind === undefined) return null;
    if (kind === 0x04 || kind === 0x05) {
      if (a === undefined) return null;
      return kind === 0x04 ? { kind: 'status', n: a } : { kind: 'recover', n: a };
    }
    if (kind !== 0x14) return 'nothing';
    if (a === undefined) return null;
    if (a === 0x08) return seen.length < 10 ? null : { kind: 'clear' };
    if (a !== 0x01) return 'nothing';
    if (b === undefined || c === undefined) return null;
    return { kind: 'pulse', pin: (b & 1) === 0 ? 2 : 5, onMs: c * 100 };
  };

  return {
    push(byte) {
      if (seen.length === 0 && byte !== 0x10) return;
      seen.push(byte);
      const result = read();
      if (result === null) return;
      seen = result === 'nothing' && byte === 0x10 ? [byte] : [];
      if (result !== 'nothing') onCommand(result);
    },
  };
}
