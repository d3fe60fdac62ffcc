import type { CallKind, FaultEffect } from './faults.ts';

/** One request as the simulator saw it. Keys are never kept. */
export type RequestEntry = {
  readonly seq: number;
  /** UTC milliseconds. */
  readonly at: number;
  /** The connection it came on, counted from 1: two requests of one number shared a connection. */
  readonly connection: number;
  readonly method: string;
  /** Path and query as they came. */
  readonly path: string;
  readonly kind: CallKind;
  /** The body as far as it came. */
  readonly body: string;
  /** Whether the whole request came; nothing takes effect before. */
  readonly complete: boolean;
  readonly fault: FaultEffect['kind'] | null;
  /** The status that was sent; null while none was. */
  readonly status: number | null;
};

/** One thing that took effect. */
export type ApplyEntry = {
  readonly seq: number;
  readonly at: number;
  /** The request that asked for it. */
  readonly request: number;
  readonly what:
    | 'created'
    | 'replaced'
    | 'voided'
    | 'finalized'
    | 'unfinalized'
    // and of packages:
    | 'adjusted'
    | 'finished'
    | 'unfinished'
    | 'moved'
    | 'item_changed'
    | 'noted';
  /** Null where it was done to a package. */
  readonly receiptId: number | null;
  /** The package it was done to; null for receipts. */
  readonly label: string | null;
  readonly externalNumber: string | null;
  /** Whether it took effect after the answer could no longer reach the client (`late`). */
  readonly late: boolean;
};

export type Ledger = {
  requests(): readonly RequestEntry[];
  applies(): readonly ApplyEntry[];
};

/** Entries kept of each sort; older ones go, so that a simulator may run for weeks. */
const KEPT = 20_000;

export type WritableLedger = Ledger & {
  request(entry: Omit<RequestEntry, 'seq'>): number;
  amend(seq: number, changes: Partial<Omit<RequestEntry, 'seq'>>): void;
  apply(entry: Omit<ApplyEntry, 'seq'>): void;
};

/** @param onApply told of each entry of something that took effect */
export function createLedger(onApply: (entry: ApplyEntry) => void = () => {}): WritableLedger {
  const requests = new Map<number, RequestEntry>();
  const applies = new Map<number, ApplyEntry>();
  let lastSeq = 0;
  const keep = <E extends { readonly seq: number }>(entries: Map<number, E>, entry: E): void => {
    entries.set(entry.seq, entry);
    // A Map holds its entries in the order of their coming: the first key is the oldest.
    const oldest = entries.keys().next();
    if (entries.size > KEPT && !oldest.done) entries.delete(oldest.value);
  };
  return {
    requests: () => [...requests.values()],
    applies: () => [...applies.values()],
    request(entry) {
      lastSeq += 1;
      keep(requests, { seq: lastSeq, ...entry });
      return lastSeq;
    },
    amend(seq, changes) {
      const entry = requests.get(seq);
      if (entry) requests.set(seq, { ...entry, ...changes });
    },
    apply(entry) {
      lastSeq += 1;
      const whole = { seq: lastSeq, ...entry };
      keep(applies, whole);
      onApply(whole);
    },
  };
}
