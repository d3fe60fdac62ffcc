/** The waits of a simulated store. Two worlds: one where nothing lands after the quiet window, one where it may. */
export type Figures = {
  readonly name: string;
  /** A request without an answer is given up after that long. */
  readonly submitMs: number;
  /** Nothing takes effect after the quiet window has passed: the invariants hold at every instant. */
  readonly strict: boolean;
  readonly quietMs: number;
  readonly absentGapMs: number;
  readonly watchMs: number;
  readonly watchEveryMs: number;
  /** How long after the register gave a request up Metrc may still let it take effect. */
  readonly lateMs: number;
  /** How long the kernel of a killed process goes on sending. */
  readonly kernelMs: number;
  /** How old a state a read may show. */
  readonly staleMs: number;
};

/** D < W: late and kernel and stale together stay below the window. */
export const SHORT_D: Figures = {
  name: 'D < W',
  submitMs: 15_000,
  strict: true,
  quietMs: 60_000,
  absentGapMs: 10_000,
  watchMs: 150_000,
  watchEveryMs: 60_000,
  lateMs: 20_000,
  kernelMs: 15_000,
  staleMs: 10_000,
};

/** W <= D < H: a copy or a phantom may stand for a while, and is always found and removed before the watch ends. */
export const LONG_D: Figures = {
  name: 'W <= D < H',
  submitMs: 8_000,
  strict: false,
  quietMs: 15_000,
  absentGapMs: 10_000,
  watchMs: 150_000,
  watchEveryMs: 30_000,
  lateMs: 60_000,
  kernelMs: 30_000,
  staleMs: 5_000,
};
