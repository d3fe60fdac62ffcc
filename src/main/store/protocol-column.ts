/** The sale protocol's state as it stands in sale.protocol. Volatile times are stored too and mean nothing after a restart. */
import { z } from 'zod';
import type { Sale } from '../domain/sale/sale.ts';
import { parseColumn, type Same } from './json-column.ts';

const state = <S extends Sale['phase']['state']>(name: S) => z.literal(name);

/** Records of the first shape have voids without these. */
const underWay = {
  doubtfulSince: z.number().nullable().default(null),
  refused: z.boolean().default(false),
  missingSince: z.number().nullable(),
};
const version = z.int().min(0).default(0);

const Phase = z.discriminatedUnion('state', [
  z.object({ state: state('SUBMITTING') }),
  z.object({
    state: state('UNKNOWN'),
    turnedAway: z.object({ because: z.enum(['keys', 'licence', 'rate']), notBefore: z.number() }).nullable(),
    quietFrom: z.number(),
    firstAbsentAt: z.number().nullable(),
  }),
  z.object({
    state: state('CONFIRMED'),
    metrcId: z.int(),
    version: z.int().min(0),
    unsettledSince: z.number().nullable(),
  }),
  z.object({ state: state('REJECTED'), messages: z.array(z.string()).readonly() }),
  z.object({ state: state('CANCELLED') }),
  z.object({ state: state('VOIDING'), metrcId: z.int(), refund: z.boolean(), version, ...underWay }),
  z.object({ state: state('VOIDED'), metrcId: z.int() }),
  z.object({ state: state('EDITING'), metrcId: z.int(), version: z.int().positive(), ...underWay }),
  z.object({
    state: state('CONFLICT'),
    kind: z.enum(['amended', 'gone', 'foreign']),
    metrcIds: z.array(z.int()).readonly(),
    recorded: z.int().nullable(),
    version,
    refund: z.boolean().default(false),
    quietFrom: z.number(),
    firstAbsentAt: z.number().nullable(),
    absenceProved: z.boolean(),
    oursLive: z.int().nullable(),
  }),
]);

const Protocol = z.object({
  attempt: z.int().positive(),
  taint: z.boolean(),
  cancelWanted: z.boolean(),
  /** Not in rows that were written before a sale could be parked. */
  parked: z.boolean().default(false),
  removing: z.int().nullable(),
  settledAs: z.enum(['amended_at_metrc', 'voided_at_metrc', 'foreign_at_metrc']).nullable(),
  phase: Phase,
});

/** The compiler checks here that the schema and the domain's type are one. @public */
export const protocolMirrorsTheDomain: Same<z.output<typeof Protocol>, Sale> = true;

export const parseProtocol = (text: string): Sale => parseColumn(Protocol, text);

/** Metrc's id where the state knows one. */
export const metrcIdOf = (sale: Sale): number | null => ('metrcId' in sale.phase ? sale.phase.metrcId : null);
