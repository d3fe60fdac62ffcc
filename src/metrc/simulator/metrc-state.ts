import type { Clock } from '../../main/ports/clock.ts';
import type { Dialect } from './dialect.ts';
import type { WritableLedger } from './ledger.ts';
import type { World } from './world.ts';

/** What every call of the simulated Metrc works on. */
export type MetrcState = {
  readonly world: World;
  readonly ledger: WritableLedger;
  readonly clock: Clock;
  /** Put before Metrc's own receipt numbers, which are ten characters in all: "" or "T". */
  readonly receiptPrefix: string;
  readonly dialect: () => Dialect;
};

/** Who calls, for which licence, and with what. */
export type Caller = {
  readonly licence: string;
  readonly userName: string;
  /** The request's number in the ledger. */
  readonly request: number;
  /** Whether the answer can no longer reach the client. */
  readonly late: boolean;
  /** How old a state a read shows. */
  readonly agoMs: number;
};
