/**
 * One text for one value: object keys sorted by code unit, no blanks, undefined members left out. Hashes are taken over
 * this text, so that anybody can compute them again. Only plain JSON values have one; anything else is a bug and throws.
 */
import { assert } from './assert.ts';

/** Deep enough for every record, and below the depth SQLite's json_valid accepts. */
const DEEPEST = 100;

export function canonicalJson(value: unknown, depth = 0): string {
  assert(depth <= DEEPEST, 'a canonical text is not that deep');
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return JSON.stringify(value);
    case 'number':
      assert(Number.isFinite(value), 'a number that has no JSON form');
      return JSON.stringify(value);
    case 'object':
      return Array.isArray(value)
        ? `[${value.map((element) => canonicalJson(element, depth + 1)).join(',')}]`
        : canonicalObject(value, depth);
    default:
      throw new Error(`a ${typeof value} has no JSON form`);
  }
}

function canonicalObject(value: object, depth: number): string {
  const prototype = Object.getPrototypeOf(value);
  assert(prototype === Object.prototype || prototype === null, 'only plain objects have a canonical form');
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  // Keys are compared by code unit: the order must not depend on a language.
  members.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member, depth + 1)}`).join(',')}}`;
}
