/** A broken assertion is a bug in this program, never a mistake of a person or a device: it throws. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}
