/**
 * The witness: hears every commit of the register, every effect at Metrc, every byte on the wire and every line on paper,
 * and says at once when they contradict each other. It knows nothing of what is in the register's memory.
 */
import type { Draft } from '../../../src/main/domain/draft.ts';
import type { Sale } from '../../../src/main/domain/sale/sale.ts';
import type { SaleRecord } from '../../../src/main/ports/store.ts';
import type { ApplyEntry } from '../../../src/metrc/simulator/ledger.ts';
import type { StoredReceipt } from '../../../src/metrc/simulator/world.ts';
import { isClosed, isExactly, type SaleTruth, wrongOf } from './sale-truth.ts';

/** What one transaction wrote, as far as anybody outside could hold it against the world. */
export type Note =
  | { readonly kind: 'submit'; readonly record: SaleRecord; readonly protocol: Sale; readonly body: string }
  | { readonly kind: 'progress'; readonly saleId: string; readonly protocol: Sale; readonly watch?: number | null }
  | { readonly kind: 'attempt'; readonly saleId: string; readonly attempt: number }
  | { readonly kind: 'attempt_end'; readonly saleId: string }
  | { readonly kind: 'draft'; readonly draft: Draft }
  | { readonly kind: 'draft_held' | 'draft_resumed' | 'draft_removed'; readonly saleId: string }
  | { readonly kind: 'receipt_owed'; readonly saleId: string }
  | { readonly kind: 'pulse_due'; readonly id: string; readonly saleId: string | null }
  | { readonly kind: 'pulse_end'; readonly id: string; readonly outcome: string };

type Cart = { draft: Draft; held: boolean };
type DuePulse = { readonly id: string; readonly at: number; readonly life: number; used: boolean };

/** A pulse of a row leaves at once or not at all: waits for a turn, a ping and the wire take less than this. */
const PULSE_AT_MOST_MS = 4000;

const linesOf = (lines: readonly { readonly label: string }[]): string => lines.map((line) => line.label).join();

type Outside = {
  readonly strict: boolean;
  readonly now: () => number;
  /** Metrc's clock. */
  readonly wall: () => number;
  readonly receipt: (id: number) => StoredReceipt | null;
  readonly tell: (event: string) => void;
};

export class Witness {
  readonly sales = new Map<string, SaleTruth>();
  readonly wrong: string[] = [];
  readonly carts = new Map<string, Cart>();
  readonly #byNumber = new Map<string, SaleTruth>();
  readonly #bySaleNumber = new Map<number, SaleTruth>();
  #due: DuePulse[] = [];
  #pulsesSeen = 0;
  readonly #handled = new Set<SaleTruth>();
  life = 0;

  readonly world: Outside;

  constructor(world: Outside) {
    this.world = world;
  }

  say(what: string): void {
    this.wrong.push(what);
    this.world.tell(`WRONG ${what}`);
  }

  #check(truth: SaleTruth): void {
    for (const what of wrongOf(truth, this.world.receipt, this.world.strict)) this.say(what);
  }

  /** One transaction has returned. */
  committed(notes: readonly Note[]): void {
    for (const note of notes) this.#take(note, notes);
  }

  #take(note: Note, all: readonly Note[]): void {
    switch (note.kind) {
      case 'submit':
        this.#submitted(note, all);
        return;
      case 'progress':
        this.#progressed(note, all);
        return;
      case 'attempt':
        this.#attempt(note);
        return;
      case 'attempt_end':
        this.#sale(note.saleId).attemptOpen = false;
        return;
      case 'receipt_owed':
        this.#fulfilled(note.saleId, all, 'its receipt was owed');
        return;
      case 'pulse_due':
        this.#due.push({ id: note.id, at: this.world.now(), life: this.life, used: false });
        if (note.saleId !== null) {
          this.#sale(note.saleId).pulses += 1;
          this.#fulfilled(note.saleId, all, 'its pulse was due');
        }
        return;
      case 'pulse_end':
        if (note.outcome === 'not_sent') this.#due = this.#due.filter((row) => row.id !== note.id);
        return;
      default:
        this.#cart(note, all);
        return;
    }
  }

  #sale(id: string): SaleTruth {
    const truth = this.sales.get(id);
    if (!truth) throw new Error(`nobody has heard of sale ${id}`);
    return truth;
  }

  #submitted(note: Extract<Note, { kind: 'submit' }>, all: readonly Note[]): void {
    const { record, protocol, body } = note;
    if (this.#byNumber.has(record.number)) this.say(`I7: the number ${record.number} was used before`);
    if (this.#bySaleNumber.has(record.saleNumber)) this.say(`I7: sale ${record.saleNumber} exists twice`);
    const truth: SaleTruth = {
      record,
      body,
      life: this.life,
      protocol,
      attemptsBegun: 1,
      attemptOpen: true,
      posts: 0,
      isWatched: false,
      wasFulfilled: false,
      pulses: 0,
      originals: 0,
      ids: new Set(),
      wasLive: false,
      meddled: false,
    };
    this.sales.set(record.id, truth);
    this.#byNumber.set(record.number, truth);
    this.#bySaleNumber.set(record.saleNumber, truth);
    const cart = this.carts.get(record.id)?.draft.lines ?? [];
    if (linesOf(cart) !== linesOf(record.lines)) this.say(`sale ${record.saleNumber} is not the cart that was paid`);
    if (!all.some((other) => other.kind === 'draft_removed' && other.saleId === record.id))
      this.say(`the cart of sale ${record.saleNumber} stayed on the counter`);
    this.world.tell(`paid ${record.saleNumber}`);
  }

  #progressed(note: Extract<Note, { kind: 'progress' }>, all: readonly Note[]): void {
    const truth = this.#sale(note.saleId);
    const before = truth.protocol;
    truth.protocol = note.protocol;
    if (note.watch !== undefined) truth.isWatched = note.watch !== null;
    const { state } = note.protocol.phase;
    if (before.taint && !note.protocol.taint) this.say(`sale ${truth.record.saleNumber} lost its taint`);
    const { phase } = note.protocol;
    const isNews = before.settledAs === null || (phase.state === 'CONFLICT' && phase.kind === 'gone');
    if (phase.state === 'CONFLICT' && before.phase.state !== 'CONFLICT' && !isNews)
      this.say(`L2: a lead is asked again about sale ${truth.record.saleNumber}`);
    if (before.phase.state === 'CONFLICT' && state !== 'CONFLICT') this.#settled(truth);
    if (before.phase.state !== state) {
      this.world.tell(`sale ${truth.record.saleNumber} ${state} ${note.protocol.attempt}`);
      const isGivenBack = state === 'REJECTED' || (state === 'CANCELLED' && before.phase.state === 'SUBMITTING');
      if (isGivenBack) this.#givenBack(truth, all);
      if (state === 'CONFIRMED' && before.phase.state !== 'CONFLICT' && !truth.wasLive)
        this.say(`I4: sale ${truth.record.saleNumber} was confirmed and Metrc never had it`);
    }
    this.#check(truth);
  }

  /** A lead decided on a look of the last minute: what was so for longer must not contradict it. */
  #settled(truth: SaleTruth): void {
    const { phase } = truth.protocol;
    const longAgo = this.world.wall() - 65_000;
    const receipts = [...truth.ids].flatMap((id) => this.world.receipt(id) ?? []);
    const settledOn = phase.state === 'CONFIRMED' ? receipts.find(({ id }) => id === phase.metrcId) : undefined;
    if (phase.state === 'CONFIRMED' && (settledOn?.archivedAt ?? longAgo) < longAgo)
      this.say(`sale ${truth.record.saleNumber} was settled on a receipt that is voided`);
    const stands = receipts.some(
      (one) => one.archivedAt === null && one.lastModified < longAgo && isExactly(one, truth),
    );
    // One that is now to be voided still stands, and says so.
    if (phase.state !== 'CONFIRMED' && phase.state !== 'VOIDING' && stands)
      this.say(`sale ${truth.record.saleNumber} was settled as ${phase.state} and stands at Metrc`);
  }

  #givenBack(truth: SaleTruth, all: readonly Note[]): void {
    const back = all.some((note) => note.kind === 'draft' && linesOf(note.draft.lines) === linesOf(truth.record.lines));
    if (!back) this.say(`the cart of sale ${truth.record.saleNumber} did not come back`);
  }

  #attempt({ saleId, attempt }: { readonly saleId: string; readonly attempt: number }): void {
    const truth = this.#sale(saleId);
    if (truth.attemptOpen) this.say(`I6: sale ${truth.record.saleNumber} has two open attempts`);
    truth.attemptOpen = true;
    truth.attemptsBegun += 1;
    if (truth.attemptsBegun !== attempt) this.say(`sale ${truth.record.saleNumber} counts its attempts wrongly`);
  }

  #fulfilled(saleId: string, all: readonly Note[], what: string): void {
    const truth = this.#sale(saleId);
    const isNow = all.some(
      (note) => note.kind === 'progress' && note.saleId === saleId && note.protocol.phase.state === 'CONFIRMED',
    );
    if (!isNow) this.say(`I9: ${what}, and sale ${truth.record.saleNumber} was not confirmed with it`);
    if (what.includes('receipt') && truth.wasFulfilled) this.say(`I9: sale ${truth.record.saleNumber}: ${what} twice`);
    if (truth.pulses > 1) this.say(`I9: sale ${truth.record.saleNumber} has two pulses`);
    if (what.includes('receipt')) truth.wasFulfilled = true;
  }

  #cart(note: Extract<Note, { kind: `draft${string}` }>, all: readonly Note[]): void {
    if (note.kind === 'draft') {
      const { draft } = note;
      this.carts.set(draft.saleId, { draft, held: this.carts.get(draft.saleId)?.held ?? false });
      return;
    }
    const cart = this.carts.get(note.saleId);
    if (!cart) return;
    if (note.kind !== 'draft_removed') {
      cart.held = note.kind === 'draft_held';
      return;
    }
    this.carts.delete(note.saleId);
    const isPaid = all.some((other) => other.kind === 'submit' && other.record.id === note.saleId);
    if (cart.draft.lines.length > 0 && !isPaid) this.say(`a cart of ${cart.draft.lines.length} lines was thrown away`);
  }

  /** The register starts on these carts. */
  startsWith(found: { readonly counter: Draft | null; readonly held: readonly Draft[] }): void {
    this.life += 1;
    const known = [...this.carts.values()];
    const text = (drafts: readonly Draft[]): string =>
      drafts
        .map((draft) => JSON.stringify(draft))
        .sort()
        .join();
    const counter = text(known.filter((cart) => !cart.held).map((cart) => cart.draft));
    const held = text(known.filter((cart) => cart.held).map((cart) => cart.draft));
    if (this.life > 1 && (text(found.counter ? [found.counter] : []) !== counter || text(found.held) !== held))
      this.say('a cart was lost over a restart');
  }

  /** Something took effect at Metrc. */
  applied(entry: ApplyEntry): void {
    if (entry.receiptId === null || entry.externalNumber === null) return;
    const truth = this.#byNumber.get(entry.externalNumber);
    const receipt = this.world.receipt(entry.receiptId);
    this.world.tell(`metrc ${entry.what} ${entry.receiptId} for ${truth?.record.saleNumber ?? '?'}`);
    if (!truth || !receipt) {
      this.say(`Metrc has ${entry.externalNumber} and the records do not`);
      return;
    }
    truth.ids.add(entry.receiptId);
    if (!this.#isOurDoing(entry, receipt, truth)) truth.meddled = true;
    if (receipt.archivedAt === null && isExactly(receipt, truth)) truth.wasLive = true;
    this.#check(truth);
  }

  #isOurDoing(entry: ApplyEntry, receipt: StoredReceipt, truth: SaleTruth): boolean {
    if (entry.what === 'created') return isExactly(receipt, truth);
    return entry.what === 'voided' && !this.#handled.has(truth);
  }

  /** Somebody at Metrc's own pages is about to change something of this sale. */
  handAtMetrc(truth: SaleTruth): void {
    this.#handled.add(truth);
  }

  /** Bytes that the register gave to its kernel. */
  wrote(text: string): void {
    const number = /"ExternalReceiptNumber":"([^"]+)"/.exec(text)?.[1];
    if (number === undefined) return;
    const truth = this.#byNumber.get(number);
    if (!truth) {
      this.say(`I5: ${number} was sent and is not in the records`);
      return;
    }
    const body = text.slice(text.indexOf('[{'));
    if (!truth.body.startsWith(body)) this.say(`I7: sale ${truth.record.saleNumber} was sent with another body`);
    const isAsking = truth.protocol.phase.state === 'SUBMITTING' && truth.attemptOpen;
    if (!isAsking) this.say(`I5: sale ${truth.record.saleNumber} was sent while ${truth.protocol.phase.state}`);
    truth.posts += 1;
    if (truth.posts > truth.attemptsBegun) this.say(`I6: sale ${truth.record.saleNumber} was sent once too often`);
  }

  /** The head of a receipt came out of the printer. */
  printed(saleNumber: number, isCopy: boolean): void {
    const truth = this.#bySaleNumber.get(saleNumber);
    this.world.tell(`paper ${saleNumber}${isCopy ? ' copy' : ''}`);
    if (!truth) {
      this.say(`I1: sale ${saleNumber} is on paper and not in the records`);
      return;
    }
    if (!truth.wasLive) this.say(`I1: sale ${saleNumber} is on paper and was never at Metrc`);
    if (!truth.wasFulfilled && !isCopy) this.say(`I1: sale ${saleNumber} is on paper and was not confirmed`);
    if (!isCopy) truth.originals += 1;
    if (truth.originals > 1) this.say(`sale ${saleNumber} has two original receipts`);
  }

  /** The drawer has felt that many pulses in all. */
  pulsesAre(count: number): void {
    for (; this.#pulsesSeen < count; this.#pulsesSeen += 1) {
      const now = this.world.now();
      this.world.tell('pulse');
      const row = this.#due.find((one) => !one.used && now - one.at <= PULSE_AT_MOST_MS);
      if (row) row.used = true;
      else this.say('the drawer opened late, twice, or for nothing');
    }
    this.#due = this.#due.filter((row) => this.world.now() - row.at <= PULSE_AT_MOST_MS);
  }

  open(): SaleTruth[] {
    return [...this.sales.values()].filter((truth) => !isClosed(truth));
  }
}
