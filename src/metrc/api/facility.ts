import { z } from 'zod';
import { optionalText } from './fields.ts';
import { named } from './named.ts';

/** The facilities a user key may act for (docs/metrc-facts.md 4.3). */
export const Facilities = z.array(
  named({ Name: optionalText, DisplayName: optionalText, License: named({ Number: z.string().min(1) }) }).transform(
    (facility) => ({ number: facility.License.Number, name: facility.DisplayName ?? facility.Name ?? '' }),
  ),
);
