import { assert } from './assert.ts';

/** An instant and the wall clock the store saw at it. Stored together, because Metrc is told the wall clock only. */
export type LocalTime = {
  /** UTC, milliseconds since 1970. */
  readonly at: number;
  /** Minutes east of UTC in the store's zone at that instant. */
  readonly offsetMinutes: number;
  /** Wall clock without zone, as Metrc wants SalesDateTime: "2026-11-23T14:32:07.000". */
  readonly wall: string;
};

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(zone, found);
  }
  return found;
}

/** Is this an IANA zone this machine knows? */
export function isKnownZone(zone: string): boolean {
  try {
    formatter(zone);
    return true;
  } catch {
    return false;
  }
}

/** The wall clock of a zone at an instant. The zone comes from the profile; the machine's own zone is never used. */
export function localTime(at: number, zone: string): LocalTime {
  assert(Number.isSafeInteger(at), `an instant is whole milliseconds: ${at}`);
  const parts = Object.fromEntries(
    formatter(zone)
      .formatToParts(at)
      .map((p) => [p.type, p.value]),
  );
  const { year, month, day, hour, minute, second } = parts;
  const milliseconds = (((at % 1000) + 1000) % 1000).toString().padStart(3, '0');
  const wall = `${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}`;
  const offsetMinutes = Math.round((Date.parse(`${wall}Z`) - at) / 60_000);
  return { at, offsetMinutes, wall };
}

/**
 * The business day an instant belongs to, as YYYY-MM-DD in the store's zone. A boundary of "04:00" puts the small hours
 * to the day before.
 */
export function businessDay(at: number, zone: string, boundary: string): string {
  const [hours = 0, minutes = 0] = boundary.split(':').map(Number);
  const { wall } = localTime(at, zone);
  const beforeBoundary = wall.slice(11, 16) < `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
  const date = wall.slice(0, 10);
  if (!beforeBoundary) return date;
  return new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
