import { readFileSync } from 'node:fs';
import { parseProfile } from '../../src/main/domain/profile/parse-profile.ts';
import type { Profile } from '../../src/main/domain/profile/schema.ts';

export const SHIPPED = ['us-ok-medical', 'us-co-dual', 'us-mi-dual', 'us-ca-dual'] as const;
export type ShippedId = (typeof SHIPPED)[number];

/** A fresh copy of a shipped file as plain JSON. */
export function shippedFile(id: ShippedId): Readonly<Record<string, unknown>> {
  const file = new URL(`../../src/main/jurisdictions/${id}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** By place: "taxes/0/rate_ppm" is replaced, undefined takes the field out, ".../push" adds to a list. */
export type Changes = Readonly<Record<string, unknown>>;

/** A shipped file with some places changed, as a careless or a malicious hand would. */
export function spoiled(id: ShippedId, changes: Changes): Readonly<Record<string, unknown>> {
  const file = shippedFile(id);
  for (const [place, value] of Object.entries(changes)) {
    const path = place.split('/');
    const last = path.pop() ?? '';
    const parent = path.reduce<unknown>((node, key) => (isNode(node) ? node[key] : undefined), file);
    if (!isNode(parent)) throw new Error(`the file has no place ${place}`);
    if (last === 'push' && Array.isArray(parent)) parent.push(value);
    else if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return file;
}

const isNode = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

export function shipped(id: ShippedId): Profile {
  const parsed = parseProfile(shippedFile(id));
  if (!parsed.ok) throw new Error(`${id}: ${JSON.stringify(parsed.error)}`);
  return parsed.value;
}

export const allShipped = (): Profile[] => SHIPPED.map(shipped);
