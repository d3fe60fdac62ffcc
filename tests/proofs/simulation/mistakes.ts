/** Mistakes that the simulation must catch: each spoils one port or one setting, and nothing else. */
import type { Ports } from '../../../src/main/actions/desk.ts';
import type { Exchange } from '../../../src/main/ports/metrc.ts';
import type { Settings } from '../../../src/main/ports/settings.ts';
import { type Figures, LONG_D, SHORT_D } from './figures.ts';

export type Mistake = {
  /** The world in which it does harm. */
  readonly figures: Figures;
  readonly ports?: (ports: Ports) => Partial<Ports>;
  readonly settings?: (settings: Settings) => Partial<Settings>;
};

const policy = (change: Partial<Settings['policy']>): NonNullable<Mistake['settings']> => ({ policy: usual }) => ({
  policy: { ...usual, ...change },
});

const nothing: Exchange = { method: 'GET', path: '', askedAt: 0, answeredAt: null, status: null, body: null };

export const MISTAKES: Readonly<Record<string, Mistake>> = {
  'no quiet window': { figures: SHORT_D, settings: policy({ quietMs: 0, absentGapMs: 0 }) },
  'nobody watches': { figures: LONG_D, settings: policy({ watchMs: 0 }) },
  'an answer that did not come is taken for a yes, and printed': {
    figures: SHORT_D,
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
  'dead keys are read as absent': {
    figures: SHORT_D,
    ports: ({ metrc }) => ({
      metrc: {
        ...metrc,
        findReceipt: async (number, around) => {
          const look = await metrc.findReceipt(number, around);
          const isDead = look.kind === 'no_evidence' && ['keys', 'licence', 'server_error'].includes(look.because);
          return isDead ? { kind: 'absent', exchanges: [nothing] } : look;
        },
      },
    }),
  },
  'of two copies the newest is kept': {
    figures: LONG_D,
    ports: ({ metrc, store }) => ({
      metrc: {
        ...metrc,
        voidReceipt: (id) => {
          const keeps = store.sales
            .watched()
            .find(({ protocol }) => protocol.removing === id && protocol.phase.state === 'CONFIRMED');
          const phase = keeps?.protocol.phase;
          return metrc.voidReceipt(phase?.state === 'CONFIRMED' ? phase.metrcId : id);
        },
      },
    }),
  },
};
