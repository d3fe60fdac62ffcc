/** Paper comes from rows of the print journal, one at a time, oldest first. A row is never printed twice by itself. */
import type { PrintDocument } from '../domain/receipt/print-document.ts';
import type { PrintJobRow } from '../ports/store.ts';
import type { Desk } from './desk.ts';

export type PrintQueue = {
  /** Looks whether something is owed; call after adding a job and when the printer becomes ready. */
  readonly poke: () => void;
  /** After the records failed: paper that has no longer anybody who prints it is offered, what is owed is printed. */
  readonly takeUp: () => void;
  readonly stop: () => void;
};

/** Adds the row of a job; must run inside the transaction that makes the paper due. */
export function oweInTransaction(
  desk: Desk,
  job: {
    readonly kind: PrintJobRow['kind'];
    readonly saleId: string | null;
    readonly copyNumber: number;
    readonly document: PrintDocument;
    readonly zNumber?: number;
  },
): string {
  const id = desk.ports.newId();
  desk.ports.store.prints.add({ id, ...job, madeAt: desk.ports.clock.now() });
  return id;
}

/** What a process that ended left behind: paper that may have begun is offered, never repeated by itself. */
export function reviewPrintsAtStart(desk: Desk): void {
  const { store, clock } = desk.ports;
  for (const job of store.prints.waiting()) {
    if (job.state === 'begun') store.transaction(() => store.prints.end(job.id, 'unknown', 'app_ended', clock.now()));
  }
}

export function startPrintQueue(desk: Desk): PrintQueue {
  const { store, printer, clock } = desk.ports;
  let running = false;
  let stopped = false;

  const printOne = async (job: PrintJobRow): Promise<boolean> => {
    const outcome = await printer.print({
      id: job.id,
      document: job.document,
      // The row must say that paper may begin before the first byte can reach it, whatever becomes of this process.
      onBegin: () => {
        store.transaction(() => store.prints.begin(job.id));
        desk.changed();
      },
    });
    if (stopped) return false;
    // Failed is the printer's proof that nothing of it is on paper: it is owed as before.
    const neverBegun = outcome.kind === 'failed' && outcome.reason !== 'cancelled';
    const state = neverBegun ? 'owed' : outcome.kind === 'failed' ? 'cancelled' : outcome.kind;
    const reason = outcome.kind === 'printed' ? null : outcome.reason;
    store.transaction(() => store.prints.end(job.id, state, reason, state === 'owed' ? null : clock.now()));
    desk.changed();
    return !neverBegun;
  };

  const run = async (): Promise<void> => {
    for (;;) {
      const next = store.prints.waiting().find((job) => job.state === 'owed');
      if (!next || stopped) return;
      // A job that could not be begun stays owed; the printer's next change of state pokes the queue again.
      if (!(await printOne(next))) return;
    }
  };

  const poke = (): void => {
    if (running || stopped) return;
    running = true;
    run()
      .catch((error) => desk.ports.log({ what: 'print queue', error }))
      .finally(() => {
        running = false;
        desk.changed();
      });
  };
  return {
    poke,
    takeUp: () => {
      if (!running) reviewPrintsAtStart(desk);
      poke();
    },
    stop: () => {
      stopped = true;
    },
  };
}
