import { z } from 'zod';
import { fraction } from '../../../shared/values/fraction.ts';

/** A name inside a profile: a tax, a class, a kind of buyer, a limit. */
export const Id = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,63}$/);

export const Text = z.string().min(1);

/** Parts per million; a rate is never above the whole. */
export const Ppm = z.int().min(0).max(1_000_000);

export const Years = z.int().min(0).max(120);

/** A whole number or `{num, den}`; becomes an exact fraction, because an ounce is not a whole number of milligrams everywhere. */
export const Amount = z
  .union([z.int().min(0), z.strictObject({ num: z.int().min(0), den: z.int().min(1) })])
  .transform((amount) =>
    typeof amount === 'number' ? fraction(BigInt(amount)) : fraction(BigInt(amount.num), BigInt(amount.den)),
  );

/**
 * What a unit of a product holds: mg net cannabis weight, mg finished product weight, mg concentrate contained,
 * thousandths of a US fluid ounce of finished liquid, micrograms of THC. Always a whole number per unit.
 */
export const Measure = z.enum(['net_mg', 'finished_mg', 'conc_mg', 'floz_milli', 'thc_ug']);
export type Measure = z.infer<typeof Measure>;

export const CashRounding = z.enum(['off', 'symmetric', 'down']);
export type CashRounding = z.infer<typeof CashRounding>;

/** Local wall clock, HH:MM; 24:00 is the midnight at the end of the day. */
const Clock = z.string().regex(/^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$/);

const OpenHours = z.strictObject({ open: Clock, close: Clock });
export type OpenHours = z.infer<typeof OpenHours>;

export const Weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
export type Weekday = z.infer<typeof Weekday>;

/** The same hours every day, or all seven days by name where null means closed. */
export const SaleHours = z.union([OpenHours, z.strictObject(daysOf(OpenHours.nullable()))]);
export type SaleHours = z.infer<typeof SaleHours>;

function daysOf<T extends z.ZodType>(hours: T): Record<Weekday, T> {
  return { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours, sat: hours, sun: hours };
}

/** An instant with its offset. The calendar is checked too, because 30 February must not quietly become March. */
export const Instant = z
  .string()
  .regex(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})$/)
  .refine((text) => {
    const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
    const calendarDay = new Date(Date.UTC(year, month - 1, day));
    return (
      calendarDay.getUTCDate() === day && calendarDay.getUTCMonth() === month - 1 && !Number.isNaN(Date.parse(text))
    );
  }, 'not a moment of the calendar');

/** A list in which nothing may stand twice. */
export const listOf = <T extends z.ZodType<string>>(entry: T) =>
  z.array(entry).refine((list) => new Set(list).size === list.length, 'the same entry stands twice');

export const filledListOf = <T extends z.ZodType<string>>(entry: T) =>
  listOf(entry).refine((l) => l.length > 0, 'empty');

/** A field that may be left out; then it is null, so that readers need one test only. Written-out null is refused. */
export const orNull = <T extends z.ZodType>(field: T) => field.optional().transform((value) => value ?? null);
