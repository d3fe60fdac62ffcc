/** Many times in few figures, in the unit they came in. */
export type Spread = {
  readonly count: number;
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
  readonly p99: number;
  readonly worst: number;
};

/** @param times at least one. */
export function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  return { count: times.length, mean, median: at(0.5), p95: at(0.95), p99: at(0.99), worst: at(1) };
}
