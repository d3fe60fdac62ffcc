/**
 * Runs the sale protocol against the world: feeds events to the reducer, writes each step in one transaction, and only
 * then does what the step demands. Nothing else in the program decides about a sale.
 */
import { lookDelayMs, quietEnds, step } from '../domain/sale/protocol.ts';
import type { ConflictKind, SaleEvent, Step } from '../domain/sale/sale.ts';
import type { LookOutcome, SubmitOutcome } from '../ports/metrc.ts';
import type { AttemptEnd } from '../ports/store.ts';
import type { Desk, OpenSale } from './desk.ts';
import type { SaleAftermath } from './finish-sale.ts';
import { noteRestart } from './note-restart.ts';
import { matchReceipts } from './recognise-receipt.ts';
import { handRefundOver } from './refund-sale.ts';
import { answeredEvent, attemptEnd, believable, canary, lookRecord } from './sale-evidence.ts';
import { timeAtMetrc } from './watch-metrc.ts';
import { writeStep } from './write-step.ts';

/** States in which only what Metrc shows leads on. */
const LOOKED_AT: readonly string[] = ['UNKNOWN', 'VOIDING', 'CONFLICT'];

export class SaleRunner {
  readonly #desk: Desk;
  readonly #aftermath: SaleAftermath;
  /** Where on the desk the sale of this runner stands. */
  readonly #place: 'openSale' | 'parked';
  #cancelLook = (): void => {};
  /** The sale whose POST is under way. */
  #sending: OpenSale | null = null;
  #stopped = false;

  /** One runner settles the sale on the lane, and another one the sale that is parked. */
  constructor(desk: Desk, aftermath: SaleAftermath, place: 'openSale' | 'parked' = 'openSale') {
    this.#desk = desk;
    this.#aftermath = aftermath;
    this.#place = place;
  }

  /** Takes over a sale whose intent is durable and sends its first attempt. */
  send(sale: OpenSale): void {
    this.#guard(this.#attempt(sale));
  }

  /** Takes over a sale that an earlier process left unresolved: looks at once, most of them are already at Metrc. */
  resume(sale: OpenSale): void {
    const { store, clock } = this.#desk.ports;
    const open = store.sales.attempts(sale.record.id).find((attempt) => attempt.end === null);
    const next = this.#apply(sale, { kind: 'restarted', now: clock.monotonic() }, () => {
      const end: AttemptEnd = { outcome: 'crashed', because: null, status: null, answer: null, at: clock.now() };
      if (open) store.sales.endAttempt(sale.record.id, open.attempt, end);
      const { state } = sale.protocol.phase;
      if (sale.because === 'restart' && (state === 'SUBMITTING' || state === 'UNKNOWN')) noteRestart(this.#desk, sale);
    });
    if (next) this.#guard(this.#look(sale));
    this.#desk.changed();
  }

  /** Lets a sale go that a lead sets aside, and writes `also` with it; another runner goes on with it. */
  setAside(sale: OpenSale, also: () => void): boolean {
    if (this.#apply(sale, { kind: 'parked', now: this.#desk.ports.clock.monotonic() }, also) === null) return false;
    this.#cancelLook();
    return sale.protocol.parked;
  }

  /** Goes on with a sale that another runner has let go: a look that was under way there counts for nothing. */
  goOn(sale: OpenSale): void {
    this.#guard(this.#look(sale));
  }

  customer(wish: 'leaves' | 'waits'): void {
    const sale = this.#desk[this.#place];
    if (sale === null) return;
    sale.choice = wish;
    const kind = wish === 'leaves' ? 'customer_leaves' : 'customer_waits';
    this.#apply(sale, { kind, now: this.#desk.ports.clock.monotonic() }, () => {});
    this.#desk.changed();
  }

  /** A lead's way out of a conflict, on the evidence of the last good read. Answers whether it led out. */
  leadSettles(as: ConflictKind, also: () => void): boolean {
    const sale = this.#desk[this.#place];
    if (sale === null || sale.evidenceAt === null) return false;
    const event = {
      kind: 'lead_settles',
      now: this.#desk.ports.clock.monotonic(),
      as,
      evidenceAt: sale.evidenceAt,
    } as const;
    if (step(sale.protocol, event, this.#desk.settings.policy).sale === sale.protocol) return false;
    const next = this.#apply(sale, event, also);
    this.#act(sale, next);
    return next !== null;
  }

  /** Looks at Metrc now instead of at the next appointed time: Metrc has just become reachable again. */
  lookNow(): void {
    const sale = this.#desk[this.#place];
    if (sale && sale.nextLookAt !== null) this.#guard(this.#look(sale));
  }

  /** A POST is under way: its answer, or its end without one, is waited for before anything else is done for its sale. */
  isSending(): boolean {
    return this.#sending !== null;
  }

  /** Looks no more until somebody takes the sale up again: what Metrc shows could not be written. */
  pause(): void {
    this.#cancelLook();
    const sale = this.#desk[this.#place];
    if (sale) sale.nextLookAt = null;
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelLook();
  }

  /** Writes one step, and with it whatever `also` writes, in one transaction. Null when it could not be written. */
  #apply(sale: OpenSale, event: SaleEvent, also: () => void): Step | null {
    const { store, clock } = this.#desk.ports;
    const next = step(sale.protocol, event, this.#desk.settings.policy);
    try {
      store.transaction(() => {
        also();
        if (next.sale !== sale.protocol) this.#writeStep(sale, next, clock.now());
      });
    } catch (error) {
      this.#storeFailed(error);
      return null;
    }
    sale.protocol = next.sale;
    this.#desk.salesRevision += 1;
    return next;
  }

  #writeStep(sale: OpenSale, next: Step, at: number): void {
    const { store } = this.#desk.ports;
    const { phase } = next.sale;
    writeStep(this.#desk, sale, next, at);
    for (const effect of next.effects) {
      if (effect.kind === 'send') store.sales.openAttempt(sale.record.id, effect.attempt, at);
      if (effect.kind === 'return_cart') this.#aftermath.writeReturnedCart(sale);
      if (effect.kind === 'fulfil' && phase.state === 'CONFIRMED') {
        this.#aftermath.writeFulfilment(sale, phase.metrcId);
      }
    }
  }

  /** Does what a written step demands. */
  #act(sale: OpenSale, next: Step | null): void {
    if (next === null || this.#stopped) return;
    const { state } = next.sale.phase;
    for (const effect of next.effects) {
      if (effect.kind === 'send') this.#guard(this.#attempt(sale));
      if (effect.kind === 'void') this.#guard(this.#void(sale, effect.metrcId));
      if (effect.kind === 'refund') handRefundOver(this.#desk, sale.record, this.#aftermath.pokePrinter);
    }
    if (state === 'CONFLICT' && this.#aftermath.conflict) {
      this.#cancelLook();
      this.#aftermath.conflict(sale);
    } else if (LOOKED_AT.includes(state)) {
      sale.unknownSince ??= this.#desk.ports.clock.now();
      if (!next.effects.some((effect) => effect.kind === 'void')) this.#scheduleLook(sale);
    } else if (state !== 'SUBMITTING') {
      this.#cancelLook();
      this.#aftermath.closed(sale, next.effects);
    }
    this.#desk.changed();
  }

  async #attempt(sale: OpenSale): Promise<void> {
    const { store, clock } = this.#desk.ports;
    this.#cancelLook();
    sale.nextLookAt = null;
    const body = store.sales.requestBody(sale.record.id);
    if (body === null) throw new Error('a sale without its request body');
    const number = sale.protocol.attempt;
    this.#desk.changed();
    const outcome = believable(this.#desk, sale, await this.#submit(sale, body));
    if (this.#isGone(sale)) return;
    sale.looks = 0;
    sale.because = outcome.kind === 'turned_away' ? 'turned_away' : 'because' in outcome ? outcome.because : null;
    const next = this.#apply(sale, answeredEvent(outcome, clock.monotonic()), () =>
      store.sales.endAttempt(sale.record.id, number, attemptEnd(outcome, clock.now())),
    );
    if (outcome.kind !== 'accepted' && outcome.kind !== 'refused') this.#aftermath.metrcInTrouble();
    this.#act(sale, next);
  }

  async #submit(sale: OpenSale, body: string): Promise<SubmitOutcome> {
    this.#sending = sale;
    try {
      return await this.#desk.ports.metrc.submitReceipt(body);
    } finally {
      this.#sending = null;
    }
  }

  /** Did somebody else take the sale while this runner waited for Metrc? */
  #isGone(sale: OpenSale): boolean {
    return this.#stopped || this.#desk[this.#place] !== sale;
  }

  #scheduleLook(sale: OpenSale): void {
    const { clock } = this.#desk.ports;
    this.#cancelLook();
    const wait = lookDelayMs(sale.looks);
    const ends = quietEnds(sale.protocol, this.#desk.settings.policy);
    sale.nextLookAt = clock.now() + wait;
    sale.quietUntil = ends === null ? null : clock.now() + Math.ceil(Math.max(0, ends - clock.monotonic()));
    this.#cancelLook = clock.after(wait, () => this.#guard(this.#look(sale)));
  }

  /**
   * Inside the quiet window an absence decides nothing, so the number alone is read there, and all that makes evidence only
   * where it shows something. `counts` is false for a look that may not decide.
   */
  async #read(sale: OpenSale, now: number): Promise<{ readonly outcome: LookOutcome; readonly counts: boolean }> {
    const ends = quietEnds(sale.protocol, this.#desk.settings.policy);
    if (ends === null || now >= ends) return { outcome: await this.#readInFull(sale), counts: true };
    const seen = await this.#desk.ports.metrc.glance(sale.record.number);
    if (seen.kind === 'shown') return { outcome: await this.#readInFull(sale), counts: true };
    const { exchanges } = seen;
    // "No such receipt" and "dead keys" can be the same answer: while Metrc is in trouble it is not said to be absent.
    const because = seen.kind === 'no_answer' ? seen.because : this.#desk.metrc.trouble;
    const outcome: LookOutcome =
      because === null ? { kind: 'absent', exchanges } : { kind: 'no_evidence', because, exchanges };
    return { outcome, counts: false };
  }

  #readInFull(sale: OpenSale): Promise<LookOutcome> {
    const { metrc } = this.#desk.ports;
    const { phase } = sale.protocol;
    if (phase.state === 'VOIDING') return metrc.receiptById(phase.metrcId);
    const { soldAt } = sale.record;
    const around = { from: soldAt, to: Math.max(soldAt, timeAtMetrc(this.#desk)), ...canary(this.#desk, sale) };
    return metrc.findReceipt(sale.record.number, around);
  }

  async #look(sale: OpenSale): Promise<void> {
    const { store, clock } = this.#desk.ports;
    this.#cancelLook();
    sale.nextLookAt = null;
    this.#desk.changed();
    // What a look shows is as old as its beginning: an absence that was read before the window ended must not count.
    const now = clock.monotonic();
    const { outcome, counts } = await this.#read(sale, now);
    if (this.#isGone(sale) || !LOOKED_AT.includes(sale.protocol.phase.state)) return;
    sale.looks += 1;
    const record = lookRecord(outcome, clock.now());
    sale.lastLook = record;
    if (counts && outcome.kind !== 'no_evidence') sale.evidenceAt = now;
    // Metrc answers again: the block over it is reviewed now, not when the next control read falls due.
    if (outcome.kind !== 'no_evidence' && this.#desk.metrc.trouble !== null) this.#aftermath.metrcInTrouble();
    const receipts = outcome.kind === 'present' ? outcome.receipts : [];
    const event: SaleEvent =
      outcome.kind === 'no_evidence' || !counts
        ? { kind: 'look_failed', now }
        : { kind: 'looked', now, ...matchReceipts(this.#desk, sale.record, sale.protocol, receipts) };
    this.#act(
      sale,
      this.#apply(sale, event, () => store.sales.addLook(sale.record.id, record)),
    );
  }

  /** The answer proves nothing; the next look at the receipt itself does. */
  async #void(sale: OpenSale, metrcId: number): Promise<void> {
    await this.#desk.ports.metrc.voidReceipt(metrcId);
    if (this.#isGone(sale)) return;
    this.#scheduleLook(sale);
    this.#desk.changed();
  }

  #guard(work: Promise<void>): void {
    work.catch((error) => this.#storeFailed(error));
  }

  /** The outcome cannot be written: the sale stays open, and is settled by reading once the records work again. */
  #storeFailed(error: unknown): void {
    this.#desk.recordsFailed('the outcome of a sale could not be written', error);
  }
}
