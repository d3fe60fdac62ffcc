/** The real store, with somebody who hears what each transaction has made durable, and instants at which the power may go. */
import type { Store } from '../../../src/main/ports/store.ts';
import type { Note } from './witness.ts';

export type Instant = 'before_commit' | 'after_commit';

export function toldStore(
  store: Store,
  told: { readonly committed: (notes: readonly Note[]) => void; readonly instant: (at: Instant) => void },
): Store {
  let depth = 0;
  let notes: Note[] = [];
  const note = (one: Note): void => {
    notes.push(one);
    if (depth === 0) flush();
  };
  const flush = (): void => {
    const all = notes;
    notes = [];
    if (all.length > 0) told.committed(all);
  };
  const { sales, drafts, prints, pulses } = store;
  return {
    ...store,
    transaction(work) {
      if (depth > 0) return store.transaction(work);
      told.instant('before_commit');
      depth += 1;
      try {
        return store.transaction(work);
      } catch (error) {
        notes = [];
        throw error;
      } finally {
        depth -= 1;
        flush();
        told.instant('after_commit');
      }
    },
    sales: {
      ...sales,
      submit(record, protocol, body, at) {
        const rows = sales.submit(record, protocol, body, at);
        note({ kind: 'submit', record, protocol, body });
        return rows;
      },
      progress(saleId, protocol, facts) {
        sales.progress(saleId, protocol, facts);
        const watch = facts.watchUntil === undefined ? {} : { watch: facts.watchUntil };
        note({ kind: 'progress', saleId, protocol, ...watch });
      },
      openAttempt(saleId, attempt, at) {
        sales.openAttempt(saleId, attempt, at);
        note({ kind: 'attempt', saleId, attempt });
      },
      endAttempt(saleId, attempt, end) {
        sales.endAttempt(saleId, attempt, end);
        note({ kind: 'attempt_end', saleId });
      },
    },
    drafts: {
      ...drafts,
      save(draft, at) {
        drafts.save(draft, at);
        note({ kind: 'draft', draft });
      },
      hold(saleId, at, by) {
        drafts.hold(saleId, at, by);
        note({ kind: 'draft_held', saleId });
      },
      resume(saleId) {
        drafts.resume(saleId);
        note({ kind: 'draft_resumed', saleId });
      },
      remove(saleId) {
        drafts.remove(saleId);
        note({ kind: 'draft_removed', saleId });
      },
    },
    prints: {
      ...prints,
      add(job) {
        prints.add(job);
        if (job.kind === 'receipt' && job.saleId !== null) note({ kind: 'receipt_owed', saleId: job.saleId });
      },
    },
    pulses: {
      ...pulses,
      add(pulse) {
        pulses.add(pulse);
        note({ kind: 'pulse_due', id: pulse.id, saleId: pulse.why === 'sale' ? pulse.saleId : null });
      },
      end(id, outcome, because, at) {
        pulses.end(id, outcome, because, at);
        note({ kind: 'pulse_end', id, outcome });
      },
    },
  };
}
