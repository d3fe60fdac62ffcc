/** When the power goes: at a time, right before or after a commit, around a write to the network, at paper or at a pulse. */
import type { Chance } from './chance.ts';

export type CutInstant = 'before_commit' | 'after_commit' | 'before_write' | 'after_write' | 'paper' | 'pulse';

export type CutPlan = {
  readonly story: string;
  /** The process is killed and its kernel lives on; otherwise the whole machine is without power. */
  readonly isKill: boolean;
  /** Milliseconds after the start or after Pay. */
  readonly afterMs: number;
  /** The process has started, or Pay was pressed. True when the time of `afterMs` begins to run. */
  readonly begins: (what: 'start' | 'pay') => boolean;
  readonly meets: (instant: CutInstant, cut: () => void) => void;
};

export const noCut: CutPlan = {
  story: 'nobody',
  isKill: false,
  afterMs: 0,
  begins: () => false,
  meets: () => {},
};

export function drawCut(chance: Chance): CutPlan {
  const isKill = chance.happens(0.5);
  const sincePay = chance.happens(0.8);
  const at = chance.pick<CutInstant | 'time'>([
    'before_commit',
    'after_commit',
    'before_write',
    'after_write',
    'paper',
    'pulse',
    'time',
    'time',
  ]);
  const paysBefore = chance.of(12);
  let payments = 0;
  let armed = false;
  let left = 1 + chance.of(at.endsWith('write') ? 10 : at.endsWith('commit') ? 9 : 2);
  return {
    story: `${isKill ? 'kill' : 'power'} ${at} ${left} since ${sincePay ? `pay ${paysBefore + 1}` : 'start'}`,
    isKill,
    afterMs: chance.pick([0, 40, 400, 4000, 20_000, 60_000]) + chance.of(40),
    begins(what) {
      if (what === 'pay') payments += 1;
      const now = sincePay ? what === 'pay' && payments === paysBefore + 1 : what === 'start';
      armed ||= now;
      return now && at === 'time';
    },
    meets(instant, cut) {
      if (!armed || instant !== at) return;
      left -= 1;
      if (left === 0) cut();
    },
  };
}
