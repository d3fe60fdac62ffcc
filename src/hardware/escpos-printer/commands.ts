/** The ESC/POS commands the driver sends by itself, as bytes. Everything on paper comes out of the job builder. */

/** Asks for one of the four real-time status bytes; obeyed at once, offline too. */
export const askStatus = (n: 1 | 2 | 3 | 4): Uint8Array => Uint8Array.of(0x10, 0x04, n);

/** Automatic status: four bytes now and at every change. ESC @ switches it off again, so each job begins with it. */
export const automaticStatus = Uint8Array.of(0x1d, 0x61, 0xff);

export const initialise = Uint8Array.of(0x1b, 0x40);

/** GS I: 66 maker, 67 model, 68 serial number. In order with the data, not answered while offline. */
export const askIdentity = (n: 66 | 67 | 68): Uint8Array => Uint8Array.of(0x1d, 0x49, n);

/** GS r 1: paper sensor, in order with the data; the confirmation of printers that know no process id. */
export const askPaper = Uint8Array.of(0x1d, 0x72, 0x01);

/** GS ( H: comes back when everything before it is on paper. `id` is four characters of 20-7E. */
export function askProcessId(id: string): Uint8Array {
  return Uint8Array.of(0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, ...Buffer.from(id, 'latin1').subarray(0, 4));
}

/** ESC p: a pulse in order with the data. `m` 0 is pin 2, 1 is pin 5; the times are sent in steps of 2 ms. */
export function orderedPulse(m: 0 | 1, onMs: number, offMs: number): Uint8Array {
  const steps = (ms: number) => Math.min(255, Math.max(1, Math.round(ms / 2)));
  return Uint8Array.of(0x1b, 0x70, m, steps(onMs), steps(offMs));
}

/** DLE DC4 1: a pulse at once, whatever is in the buffers and without paper. The time is sent in steps of 100 ms, 1 to 8. */
export function realTimePulse(m: 0 | 1, onMs: number): Uint8Array {
  return Uint8Array.of(0x10, 0x14, 0x01, m, Math.min(8, Math.max(1, Math.ceil(onMs / 100))));
}

/** DLE DC4 8: throws away what is in the buffers; answered with `37 25 .. 00`. */
export const clearBuffers = Uint8Array.of(0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);

/** DLE ENQ 2: recovers from a cutter or mechanical error a person has cleared, and drops the buffers. */
export const recover = Uint8Array.of(0x10, 0x05, 0x02);

/** Two empty lines and a partial cut: parts what was left of a broken receipt from the next one. */
export const feedAndCut = Uint8Array.of(0x0a, 0x0a, 0x0a, 0x0a, 0x1d, 0x56, 0x01);

/** Longer than any raster command of ours: ends one that a broken connection left unfinished. NUL itself prints nothing. */
export const purge = new Uint8Array(8192);

/** A byte sequence that a printer obeys even inside a picture or a code: DLE EOT, DLE ENQ, DLE DC4. -1 when there is none. */
export function findRealTimeBytes(bytes: Uint8Array): number {
  for (let i = 0; i + 1 < bytes.length; i += 1) {
    const next = bytes[i + 1];
    if (bytes[i] === 0x10 && (next === 0x04 || next === 0x05 || next === 0x14)) return i;
  }
  return -1;
}
