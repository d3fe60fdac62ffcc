import { z } from 'zod';
import { optionalText } from './fields.ts';
import { bareRows } from './list.ts';
import { named } from './named.ts';

const Facility = named({
  Name: optionalText,
  DisplayName: optionalText,
  License: named({ Number: z.string().min(1) }),
}).transform((facility) => ({
  number: facility.License.Number,
  name: facility.DisplayName ?? facility.Name ?? '',
}));

/**
 * The facilities a user key may act for (docs/metrc-facts.md 4.3). One that cannot be read, such as a facility without a
 * licence, must not hide the others.
 */
export const Facilities = bareRows.transform((rows) =>
  rows.flatMap((raw) => {
    const facility = Facility.safeParse(raw);
    return facility.success ? [facility.data] : [];
  }),
);
