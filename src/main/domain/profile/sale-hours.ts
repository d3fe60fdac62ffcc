import { type SaleHours, Weekday } from './schema-parts.ts';

/** Sale hours are looked at minute by minute over one week that begins on Monday 00:00, in the store's wall clock. */
const DAY = 24 * 60;
const WEEK = 7 * DAY;

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** Which minutes of the week are open. A close at or before the open lies on the next day; Sunday runs into Monday. */
function openMinutes(hours: SaleHours | null): readonly boolean[] {
  if (hours === null) return new Array<boolean>(WEEK).fill(true);
  const open = new Array<boolean>(WEEK).fill(false);
  Weekday.options.forEach((weekday, day) => {
    const ofDay = 'open' in hours ? hours : hours[weekday];
    if (ofDay === null) return;
    const from = minutesOf(ofDay.open);
    const close = minutesOf(ofDay.close);
    const to = close > from ? close : close + DAY;
    for (let minute = from; minute < to; minute += 1) open[(day * DAY + minute) % WEEK] = true;
  });
  return open;
}

/**
 * May the store sell at this wall clock ("2026-11-23T14:32:07.000", as shared/values/local-time.ts writes it)? Null is
 * "no rule about hours". The closing minute itself is closed.
 */
export function isSaleHour(hours: SaleHours | null, wall: string): boolean {
  // The date is read as a UTC date only to learn its weekday, which no zone changes; getUTCDay counts from Sunday.
  const weekday = (new Date(`${wall.slice(0, 10)}T00:00:00Z`).getUTCDay() + 6) % 7;
  return openMinutes(hours)[weekday * DAY + minutesOf(wall.slice(11, 16))] === true;
}

/** Does the store stay within the law's hours at every minute of the week? */
export function isWithin(store: SaleHours, law: SaleHours | null): boolean {
  const lawful = openMinutes(law);
  return openMinutes(store).every((isOpen, minute) => !isOpen || lawful[minute] === true);
}
