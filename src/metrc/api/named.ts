import { z } from 'zod';

/**
 * An object as Metrc sends it, declared by its documented PascalCase names but read without regard to case: some states
 * answered camelCase at times (docs/metrc-facts.md 1.5). Names we did not declare are ignored: Metrc adds fields without
 * notice.
 */
export function named<S extends z.ZodRawShape>(shape: S) {
  const declared = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  return z.preprocess((raw) => {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
    const found = new Map<string, unknown>();
    for (const [name, value] of Object.entries(raw)) {
      const wanted = declared.get(name.toLowerCase());
      if (wanted !== undefined) found.set(wanted, value);
    }
    return Object.fromEntries(found);
  }, z.object(shape));
}
