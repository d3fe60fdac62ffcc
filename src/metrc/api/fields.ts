import { z } from 'zod';
import { cents, type Money } from '../../shared/values/money.ts';
import { type Quantity, quantityFromJson } from '../../shared/values/quantity.ts';

/** A JSON number, also where it is sent as text: "12", "12.0", "1.2E1" say nothing else than 12 does. */
export const figure = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^-?\d{1,16}(?:\.\d{1,16})?(?:[eE][+-]?\d{1,2})?$/)
    .transform(Number),
]);

/** The same, where "" or null or nothing at all means that there is none. */
export const optionalFigure = z
  .union([figure, z.literal('')])
  .nullish()
  .transform((value) => (typeof value === 'number' ? value : null));

/** Metrc's row ids are whole and positive. */
export const rowId = figure.pipe(z.int().positive());

/** Text that may be missing, null or "", which all mean the same (docs/metrc-facts.md 1.5). */
export const optionalText = z
  .string()
  .nullish()
  .transform((text) => (text ? text : null));

/** A flag that may be missing or null; both mean false (docs/metrc-facts.md 3.2 and 4.3). */
export const flag = z
  .union([z.boolean(), z.stringbool({ truthy: ['true'], falsy: ['false', ''] })])
  .nullish()
  .transform((value) => value === true);

/**
 * The date of a day or an instant, as YYYY-MM-DD in the words Metrc used. "No value" is null, "", missing, or anything in
 * the year 1 (docs/metrc-facts.md 1.4). Any other text is an error: an expiry we cannot read must not count as none.
 */
export const optionalDay = z
  .string()
  .nullish()
  .transform((text, context): string | null => {
    if (!text || text.startsWith('0001-01-01')) return null;
    const day = /^(\d{4}-\d{2}-\d{2})(?:[T ]|$)/.exec(text)?.[1];
    if (day !== undefined) return day;
    context.addIssue({ code: 'custom', message: 'not an ISO date' });
    return z.NEVER;
  });

/** An instant in UTC milliseconds. An instant without an offset is taken as UTC. */
export const optionalInstant = z
  .string()
  .nullish()
  .transform((text, context): number | null => {
    if (!text || text.startsWith('0001-01-01')) return null;
    const instant = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`);
    if (Number.isFinite(instant)) return instant;
    context.addIssue({ code: 'custom', message: 'not an ISO instant' });
    return z.NEVER;
  });

/**
 * The facility's wall clock without zone, with exactly three decimals of a second, so that what we sent compares equal
 * to what comes back. A zone behind it is dropped: the field is defined as local time (docs/metrc-facts.md 1.4).
 */
export const wallClock = z.string().transform((text, context): string => {
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?:Z|[+-]\d{2}:?\d{2})?$/.exec(text);
  if (parts) return `${parts[1]}T${parts[2]}.${(parts[3] ?? '').slice(0, 3).padEnd(3, '0')}`;
  context.addIssue({ code: 'custom', message: 'not a local date and time' });
  return z.NEVER;
});

/**
 * Dollars in a JSON number, as whole cents. The shortest decimal text of the number is what Metrc wrote, so 1.005 is
 * exactly that and no binary neighbour. Fractions of a cent, which this program never sends, are rounded away from zero
 * at the half; the comparison of receipts then sees a difference of a cent or more.
 */
export const money = figure.transform((dollars, context): Money => {
  const whole = centsOfDecimal(dollars);
  if (whole !== null) return cents(whole);
  context.addIssue({ code: 'custom', message: 'not an amount of money' });
  return z.NEVER;
});

function centsOfDecimal(dollars: number): number | null {
  const text = String(Math.abs(dollars));
  // Below a millionth the text has a negative exponent, and that rounds to no cents at all.
  if (/e-\d+$/.test(text)) return 0;
  const parts = /^(\d{1,12})(?:\.(\d+))?$/.exec(text);
  if (!parts) return null;
  const decimals = (parts[2] ?? '').padEnd(3, '0');
  const magnitude = Number(parts[1]) * 100 + Number(decimals.slice(0, 2)) + (decimals.charAt(2) >= '5' ? 1 : 0);
  return dollars < 0 ? -magnitude : magnitude;
}

/** An amount in the package's own unit. May be below zero where a state lets packages go negative. */
export const amount = figure.transform(toQuantity);

export const optionalAmount = optionalFigure.transform((value, context): Quantity | null =>
  value === null ? null : toQuantity(value, context),
);

function toQuantity(value: number, context: z.RefinementCtx): Quantity {
  const quantity = quantityFromJson(value);
  if (quantity.ok) return quantity.value;
  context.addIssue({ code: 'custom', message: 'not a quantity' });
  return z.NEVER;
}
