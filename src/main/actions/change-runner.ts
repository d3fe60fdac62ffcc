/**
 * Runs voids and returns of signed sales against Metrc, off the lane: asks, looks until it is proved, asks again. One after
 * the other, the oldest first; the lane goes on selling. The rules are the reducer's; every step is written before its effects.
 */
import type { ChangeView } from '../../shared/contract/snapshot.ts';
import { assert } from '../../shared/values/assert.ts';
import { isChanging, lookDelayMs, step } from '../domain/sale/protocol.ts';
import type { Effect, Sale, SaleEvent, Step } from '../domain/sale/sale.ts';
import type { Asked, LookOutcome } from '../ports/metrc.ts';
import type { LookRecord, SaleChange, ShownReceipt, StoredSale } from '../ports/store.ts';
import type { Desk } from './desk.ts';
import { editShows, matchReceipts, shownReceiptOf } from './recognise-receipt.ts';
import { handRefundOver } from './refund-sale.ts';
import { lookRecord } from './sale-evidence.ts';
import { writeStep } from './write-step.ts';

type Asking = Extract<Effect, { kind: 'void' | 'edit' }>;

type Changing = {
  readonly record: StoredSale;
  readonly change: SaleChange;
  readonly afterRestart: boolean;
  protocol: Sale;
  looks: number;
  lastLook: LookRecord | null;
  /** What is to be asked next; null: a look is next. */
  todo: Asking | null;
  /** Monotonic. */
  dueAt: number;
};

export type ChangeAftermath = {
  readonly pokePrinter: () => void;
  /** Metrc contradicts the records: the sale takes the lane until a lead has settled it. */
  readonly onConflict: (sale: StoredSale) => void;
};

/** How long a change stands back while a customer's own sale is being asked. */
const STAND_BACK_MS = 500;

const asksMetrc = (effect: Effect): effect is Asking => effect.kind === 'void' || effect.kind === 'edit';

const answerOf = ({ answer }: Asked): Extract<SaleEvent, { kind: 'change_answered' }>['answer'] =>
  answer === 'refused' || answer === 'unknown' ? answer : 'definite';

export class ChangeRunner {
  readonly #desk: Desk;
  readonly #after: ChangeAftermath;
  readonly #startedAt: number;
  /** The oldest first. */
  #moving: Changing[] = [];
  /** Sales whose last change this process has seen proved: their windows are counted on its own clock. */
  readonly #ended = new Set<string>();
  #cancel = (): void => {};
  #working = false;
  #stopped = false;

  constructor(desk: Desk, after: ChangeAftermath) {
    this.#desk = desk;
    this.#after = after;
    this.#startedAt = desk.ports.clock.monotonic();
  }

  /**
   * Goes on with what an earlier process left, or what stands in records that were opened again. Looks before it asks
   * anything: most of it has been done by then.
   */
  resume(): void {
    const { store, clock } = this.#desk.ports;
    this.#moving = [];
    for (const record of store.sales.unresolved().filter((sale) => isChanging(sale.protocol))) {
      const sale = this.#changing(record, record.protocol, true);
      if (this.#apply(sale, { kind: 'restarted', now: clock.monotonic() }, () => {}) === null) return;
      this.#moving.push(sale);
    }
    this.#schedule();
  }

  /** Takes over a change whose intent is durable. */
  begin(record: StoredSale, next: Step): void {
    const sale = this.#changing(record, next.sale, false);
    sale.todo = next.effects.find(asksMetrc) ?? null;
    this.#moving.push(sale);
    this.#desk.salesRevision += 1;
    this.#schedule();
    this.#desk.changed();
  }

  /** The sale's protocol with windows that an earlier process had counted begun anew at the start of this one. */
  protocolNow(record: StoredSale): Sale {
    if (this.#ended.has(record.id)) return record.protocol;
    return step(record.protocol, { kind: 'restarted', now: this.#startedAt }, this.#desk.settings.policy).sale;
  }

  views(): ChangeView[] {
    return this.#moving.map(({ record, change, lastLook }) => ({
      saleId: record.id,
      saleNumber: record.saleNumber,
      kind: change.kind,
      askedAt: change.askedAt,
      refundCents: change.paid,
      tenderKind: record.tenderKind,
      lastLook: lastLook && { at: lastLook.at, showed: lastLook.showed, because: lastLook.because },
    }));
  }

  /** Lets go of all that moves: the records fail, and what they hold is taken up when they are opened again. */
  pause(): void {
    this.#moving = [];
    this.#cancel();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel();
  }

  #changing(record: StoredSale, protocol: Sale, afterRestart: boolean): Changing {
    const change = this.#desk.ports.store.changes.open(record.id);
    assert(change !== null, 'a sale that is voided or returned has been asked to be');
    const dueAt = this.#desk.ports.clock.monotonic();
    return { record, change, afterRestart, protocol, looks: 0, lastLook: null, todo: null, dueAt };
  }

  #schedule(): void {
    this.#cancel();
    if (this.#stopped || this.#working) return;
    const first = this.#first();
    if (!first) return;
    const { clock } = this.#desk.ports;
    this.#cancel = clock.after(Math.max(0, first.dueAt - clock.monotonic()), () => void this.#turn());
  }

  #first(): Changing | undefined {
    return this.#moving.toSorted((a, b) => a.dueAt - b.dueAt)[0];
  }

  async #turn(): Promise<void> {
    const sale = this.#first();
    if (!sale || this.#stopped || this.#working) return;
    const { preparing, openSale, ports } = this.#desk;
    if (preparing || openSale?.protocol.phase.state === 'SUBMITTING') {
      sale.dueAt = ports.clock.monotonic() + STAND_BACK_MS;
      this.#schedule();
      return;
    }
    this.#working = true;
    try {
      await (sale.todo === null ? this.#look(sale) : this.#ask(sale, sale.todo));
    } catch (error) {
      this.#fail(sale, error);
    }
    this.#working = false;
    this.#schedule();
  }

  /** The answer proves nothing but that nothing more can come of it; the look that follows does. */
  async #ask(sale: Changing, todo: Asking): Promise<void> {
    const { metrc, store, clock } = this.#desk.ports;
    sale.todo = null;
    const { ordinal } = sale.change;
    const body = todo.kind === 'edit' ? store.changes.body(sale.record.id, ordinal) : null;
    if (todo.kind === 'void' || body !== null) {
      const asked =
        todo.kind === 'void'
          ? await metrc.voidReceipt(todo.metrcId)
          : await metrc.editReceipt(todo.metrcId, body ?? '');
      if (!this.#holds(sale)) return;
      const text = asked.messages.length > 0 ? asked.messages.join(' ') : asked.exchange.body;
      const answer = { at: clock.now(), answer: asked.answer, status: asked.exchange.status, text };
      this.#apply(sale, { kind: 'change_answered', now: clock.monotonic(), answer: answerOf(asked) }, () =>
        store.changes.noteAnswer(sale.record.id, ordinal, answer),
      );
    }
    sale.dueAt = clock.monotonic() + lookDelayMs(sale.looks);
    this.#desk.changed();
  }

  async #look(sale: Changing): Promise<void> {
    const { metrc, store, clock } = this.#desk.ports;
    const { phase } = sale.protocol;
    if (phase.state !== 'VOIDING' && phase.state !== 'EDITING') return;
    const now = clock.monotonic();
    const outcome = await metrc.receiptById(phase.metrcId);
    if (!this.#holds(sale)) return;
    sale.looks += 1;
    sale.lastLook = lookRecord(outcome, clock.now());
    const { lastLook } = sale;
    const [shown] = outcome.kind === 'present' ? outcome.receipts : [];
    const next = this.#apply(
      sale,
      this.#eventOf(sale, outcome, now),
      () => store.sales.addLook(sale.record.id, lastLook),
      shown ? shownReceiptOf(shown) : null,
    );
    if (next !== null) this.#act(sale, next);
  }

  /** Is it still this runner's, after Metrc was waited for? */
  #holds(sale: Changing): boolean {
    return !this.#stopped && this.#moving.includes(sale);
  }

  #eventOf({ record, protocol }: Changing, outcome: LookOutcome, now: number): SaleEvent {
    if (outcome.kind === 'no_evidence') return { kind: 'look_failed', now };
    const receipts = outcome.kind === 'present' ? outcome.receipts : [];
    if (protocol.phase.state !== 'EDITING') {
      return { kind: 'looked', now, ...matchReceipts(this.#desk, record, protocol, receipts) };
    }
    const [shown] = receipts;
    const shows = shown ? editShows(this.#desk, record, protocol.phase.version, shown) : 'missing';
    return { kind: 'edit_looked', now, shows };
  }

  /** Does what a written step demands. */
  #act(sale: Changing, next: Step): void {
    const { state } = next.sale.phase;
    sale.todo = next.effects.find(asksMetrc) ?? null;
    const wait = sale.todo === null ? lookDelayMs(sale.looks) : 0;
    sale.dueAt = this.#desk.ports.clock.monotonic() + wait;
    if (state !== 'VOIDING' && state !== 'EDITING') {
      this.#moving = this.#moving.filter((one) => one !== sale);
      this.#ended.add(sale.record.id);
    }
    if (next.effects.some((effect) => effect.kind === 'refund')) {
      handRefundOver(this.#desk, sale.record, this.#after.pokePrinter);
    }
    if (state === 'CONFLICT') this.#after.onConflict({ ...sale.record, protocol: next.sale });
    this.#desk.changed();
  }

  /** Writes one step, and with it whatever `also` writes, in one transaction. Null when it could not be written. */
  #apply(sale: Changing, event: SaleEvent, also: () => void, shown: ShownReceipt | null = null): Step | null {
    const { store, clock } = this.#desk.ports;
    const next = step(sale.protocol, event, this.#desk.settings.policy);
    try {
      store.transaction(() => {
        also();
        if (next.sale !== sale.protocol) writeStep(this.#desk, sale, next, clock.now(), shown);
      });
    } catch (error) {
      this.#fail(sale, error);
      return null;
    }
    sale.protocol = next.sale;
    this.#desk.salesRevision += 1;
    return next;
  }

  #fail(sale: Changing, error: unknown): void {
    this.#moving = this.#moving.filter((one) => one !== sale);
    this.#desk.recordsFailed('a step of a void or a return could not be written', error);
  }
}
