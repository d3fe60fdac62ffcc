import type { Clock } from '../../main/ports/clock.ts';

/** Values by key, each with its past of the last ten minutes, so that a read may be answered from an older state. */
export type History<K, V> = {
  put(key: K, value: V): void;
  /** @param agoMs how old a state to show */
  get(key: K, agoMs?: number): V | null;
  values(agoMs?: number): V[];
  clear(): void;
};

const REMEMBERED_MS = 600_000;

export function createHistory<K, V>(clock: Clock): History<K, V> {
  type Version = { readonly since: number; readonly value: V };
  const versions = new Map<K, Version[]>();
  const asOf = (past: readonly Version[], agoMs: number): V | null => {
    if (agoMs === 0) return past.at(-1)?.value ?? null;
    const instant = clock.monotonic() - agoMs;
    return past.findLast((version) => version.since <= instant)?.value ?? null;
  };
  return {
    put(key, value) {
      const now = clock.monotonic();
      const past = versions.get(key) ?? [];
      // Of what is older than the memory only the newest is still needed: it was true when the memory begins.
      const begin = past.findLastIndex((version) => version.since <= now - REMEMBERED_MS);
      versions.set(key, [...past.slice(Math.max(0, begin)), { since: now, value }]);
    },
    get: (key, agoMs = 0) => asOf(versions.get(key) ?? [], agoMs),
    values: (agoMs = 0) => [...versions.values()].map((past) => asOf(past, agoMs)).filter((value) => value !== null),
    clear: () => versions.clear(),
  };
}
