/** Mistakes that the simulation must catch: each spoils one port or one setting, and nothing else. */
import type { Ports } from '../../../src/main/actions/desk.ts';
import type { Settings } from '../../../src/main/ports/settings.ts';
import { type Figures, LONG_D, SHORT_D } from './figures.ts';

export type Mistake = {
  /** The world in which it does harm. */
  readonly figures: Figures;
  /** A seed with which it was seen to do harm soon. */
  readonly seed: number;
  /** What the witness says then. */
  readonly breaks: RegExp;
  readonly ports?: (ports: Ports) => Partial<Ports>;
  readonly settings?: (settings: Settings) => Partial<Settings>;
};

const NOTHING_READ = { next: null, receipts: [], withLines: [], pageRows: [], odd: [] } as const;

const policy =
  (change: Partial<Settings['policy']>): NonNullable<Mistake['settings']> =>
  ({ policy: usual }) => ({
    policy: { ...usual, ...change },
  });

export const MISTAKES: Readonly<Record<string, Mistake>> = {
  'no quiet window': { figures: SHORT_D, seed: 1, breaks: /I2: /, settings: policy({ quietMs: 0, absentGapMs: 0 }) },
  'nobody watches, and the day is never compared': {
    figures: LONG_D,
    seed: 6,
    breaks: /I[23]: /,
    settings: policy({ watchMs: 0 }),
    ports: ({ metrc }) => ({
      metrc: { ...metrc, receiptsChanged: async () => ({ kind: 'stopped', because: 'timeout', soFar: NOTHING_READ }) },
    }),
  },
  'an answer that did not come is taken for a yes, and printed': {
    figures: SHORT_D,
    seed: 1,
    breaks: /I4: /,
    ports: ({ metrc }) => ({
      metrc: {
        ...metrc,
        submitReceipt: async (body) => {
          const outcome = await metrc.submitReceipt(body);
          return outcome.kind === 'unknown' ? { ...outcome, kind: 'accepted', metrcId: 4711 } : outcome;
        },
      },
    }),
  },
  'an answer that did not come is taken for a no': {
    figures: SHORT_D,
    seed: 1,
    breaks: /I3: /,
    ports: ({ metrc }) => ({
      metrc: {
        ...metrc,
        submitReceipt: async (body) => {
          const outcome = await metrc.submitReceipt(body);
          return outcome.kind === 'unknown' ? { ...outcome, kind: 'refused', status: 400, messages: ['no'] } : outcome;
        },
      },
    }),
  },
};
