/** What changed from one revision of a profile to another, by its place in the file. */
export type ProfileChange = { readonly at: string; readonly before: unknown; readonly after: unknown };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** A list whose entries have ids is compared by them, so that one that moved is not a change of all that follow. */
function named(value: unknown): Readonly<Record<string, unknown>> | null {
  if (!Array.isArray(value)) return isObject(value) ? value : null;
  const keys = value.map((entry: unknown, i) =>
    isObject(entry) && typeof entry['id'] === 'string' ? entry['id'] : `${i}`,
  );
  return new Set(keys).size === keys.length
    ? Object.fromEntries(value.map((entry, i) => [keys[i], entry]))
    : { ...value };
}

/** Both sides as parsed from JSON; a member that is missing on one side is undefined there. */
export function profileDiff(before: unknown, after: unknown, at: readonly string[] = []): ProfileChange[] {
  if (Object.is(before, after)) return [];
  const [left, right] = [named(before), named(after)];
  if (!left || !right || Array.isArray(before) !== Array.isArray(after)) return [{ at: at.join('/'), before, after }];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.flatMap((key) => profileDiff(left[key], right[key], [...at, key]));
}
