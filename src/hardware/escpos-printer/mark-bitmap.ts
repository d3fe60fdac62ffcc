/** The countersign mark as the printer draws it: a ring of 72 x 72 dots, closed around a tick or open. */

export const markDots = 72;
/** ESC * prints strips of 24 dots in height. */
const stripDots = 24;

const centre = (markDots - 1) / 2;
const ringRadius = 30;
const ringHalfWidth = 3.6;
const tickHalfWidth = 3.4;
const tick: readonly (readonly [number, number])[] = [
  [21.5, 37],
  [31.5, 47],
  [51, 25.5],
];
/** The open ring lacks the part from half past twelve to three o'clock, in radians from the top, clockwise. */
const gap = { from: 0.2, to: 1.5 };

/** True where there is ink. Dots are counted from the top left. */
export function markDot(mark: 'signed' | 'open', x: number, y: number): boolean {
  const dx = x - centre;
  const dy = y - centre;
  const onRing = Math.abs(Math.hypot(dx, dy) - ringRadius) <= ringHalfWidth;
  if (mark === 'open') {
    const angle = Math.atan2(dx, -dy);
    return onRing && !(angle > gap.from && angle < gap.to);
  }
  return onRing || distanceToPath(x, y, tick) <= tickHalfWidth;
}

/**
 * The mark as three ESC * strips (24-dot double density): `1b 2a 21 nL nH`, then three bytes for each column, top bit first.
 * `shift` moves the picture to the right by so many empty columns (see `withoutRealTimeBytes` in job-builder.ts).
 */
export function markStrips(mark: 'signed' | 'open', shift: number): Uint8Array[] {
  return [0, 1, 2].map((strip) => {
    const width = markDots + shift;
    const bytes = [0x1b, 0x2a, 0x21, width & 0xff, width >> 8];
    for (let x = 0; x < width; x += 1) {
      for (let part = 0; part < 3; part += 1) {
        let byte = 0;
        for (let bit = 0; bit < 8; bit += 1) {
          const y = strip * stripDots + part * 8 + bit;
          byte = (byte << 1) | (x >= shift && markDot(mark, x - shift, y) ? 1 : 0);
        }
        bytes.push(byte);
      }
    }
    return Uint8Array.from(bytes);
  });
}

function distanceToPath(x: number, y: number, path: readonly (readonly [number, number])[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < path.length; i += 1) {
    const [ax, ay] = path[i - 1] ?? [0, 0];
    const [bx, by] = path[i] ?? [0, 0];
    const along = Math.min(
      1,
      Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)),
    );
    nearest = Math.min(nearest, Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)));
  }
  return nearest;
}
