/** Time is passed in. Windows are counted on `monotonic`; `now` is the wall clock and may jump. */
export interface Clock {
  /** UTC, whole milliseconds since 1970. */
  now(): number;
  /**
   * Milliseconds on a clock that never goes back, does not follow the wall clock and stands still while the machine sleeps;
   * its zero means nothing.
   */
  monotonic(): number;
  /** Calls back once after that many milliseconds of monotonic time. The answer cancels it. */
  after(ms: number, callBack: () => void): () => void;
}
