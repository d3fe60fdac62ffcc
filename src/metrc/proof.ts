import type { Exchange, Glance, LookOutcome, MetrcReceipt, MetrcTrouble } from '../main/ports/metrc.ts';
import { readJson } from './api/json-door.ts';
import { Receipt, type ReceiptRow, ReceiptsByNumber, type ShownReceipt } from './api/receipt.ts';
import { type Asker, keysOrLicence, mayMeanAbsent, whyAbsenceIsUnproved } from './asker.ts';
import { readReceiptLists, type Window } from './receipt-lists.ts';
import { troubleOf, type WireAnswer } from './wire.ts';

/** Which answer of the by-number look means "no such receipt" in this state; `any` until the sandbox has proved one. */
export type AbsentStatus = 'any' | 200 | 204 | 401 | 404;

/** Evidence must hang together within this time (docs/sale-protocol.md 6). */
const TOGETHER_MS = 5000;

/**
 * Metrc's clock may be up to 300 s away from ours before the register blocks for it (docs/sale-protocol.md 10), so the
 * window is widened by that and a little at both ends.
 */
const CLOCK_SLACK_MS = 310_000;

/**
 * The good read of docs/sale-protocol.md 6: the active and inactive lists of a window, then the look by number, which
 * must agree. A "not there" stands only with working keys and with lists that could be read; everything that does not
 * fit together is no evidence, and whoever asks looks again.
 */
export async function findReceipt(
  asker: Asker,
  number: string,
  around: Window & { readonly canaryId?: number },
  absentStatus: AbsentStatus,
): Promise<LookOutcome> {
  const window = { from: around.from - CLOCK_SLACK_MS, to: around.to + CLOCK_SLACK_MS };
  const lists = await readReceiptLists(asker, window);
  const exchanges: Exchange[] = [...lists.exchanges];
  const noEvidence = (because: MetrcTrouble): Promise<LookOutcome> => provesNothing(asker, because, exchanges);
  if (lists.kind === 'failed') return noEvidence(lists.because);
  const canarySings = lists.rows.some((row) => row.metrcId === around.canaryId);
  if (around.canaryId !== undefined && !canarySings) return noEvidence('unreadable');

  const listedAt = asker.clock.monotonic();
  const answer = await asker.get(byNumber(number));
  exchanges.push(answer.exchange);
  const look = readLook(answer, number, absentStatus);
  if (typeof look === 'string') return noEvidence(look);
  const listed = lists.rows.filter((row) => isNumber(row.externalNumber, number) && !row.archived);
  const isTogether = (): boolean => asker.clock.monotonic() - listedAt <= TOGETHER_MS;

  if (look.live.length === 0) {
    const control = await asker.control();
    exchanges.push(control.exchange);
    if (control.kind === 'failed') return noEvidence(control.because);
    if (!isTogether()) return noEvidence('timeout');
    return listed.length === 0 ? { kind: 'absent', exchanges } : noEvidence('unreadable');
  }
  if (!isTogether()) return noEvidence('timeout');
  if (!agrees(look, listed, window)) return noEvidence('unreadable');
  const receipts = await readWhole(asker, number, look.live, listed, exchanges);
  return typeof receipts === 'string' ? noEvidence(receipts) : { kind: 'present', receipts, exchanges };
}

const byNumber = (number: string): string[] => ['sales', 'v2', 'receipts', 'external', number];

/** The look by number alone, for the time in which an absence decides nothing (docs/sale-protocol.md 7). */
export async function glance(asker: Asker, number: string, absentStatus: AbsentStatus): Promise<Glance> {
  const answer = await asker.get(byNumber(number));
  const exchanges = [answer.exchange];
  const look = readLook(answer, number, absentStatus);
  if (typeof look === 'string') return { kind: 'no_answer', because: look, exchanges };
  return look.live.length > 0 ? { kind: 'shown' } : { kind: 'not_shown', exchanges };
}

/** What the look by number showed that bears exactly this number and is not archived. */
type Look = { readonly form: 'array' | 'object' | 'absent'; readonly live: readonly ShownReceipt[] };

function readLook(answer: WireAnswer, number: string, absentStatus: AbsentStatus): Look | MetrcTrouble {
  if (mayMeanAbsent(answer)) {
    const proved = answer.kind === 'answered' && (absentStatus === 'any' || absentStatus === answer.status);
    return proved ? { form: 'absent', live: [] } : 'unreadable';
  }
  if (answer.kind === 'failed' || answer.status !== 200) return troubleOf(answer);
  const shown = readJson(ReceiptsByNumber, answer);
  if (shown === null) return 'unreadable';
  // The documentation's own example of the array holds a receipt with another number (docs/metrc-facts.md 2.5).
  const ours = shown.receipts.filter(({ receipt }) => isNumber(receipt.externalNumber, number) && !receipt.archived);
  return {
    form: shown.form,
    live: ours.map((one) => ({ ...one, receipt: { ...one.receipt, externalNumber: number } })),
  };
}

/**
 * Is it our number? Capitals and blanks around it make no other number: a receipt that is shown so is surely not absent.
 */
const isNumber = (shown: string | null, number: string): boolean =>
  shown?.trim().toLowerCase() === number.toLowerCase();

/**
 * Do the lists and the look by number tell the same story? A receipt changed inside the window must be listed there;
 * one that was changed later is rightly missing. An array must hold every receipt that is listed; the single object can
 * show one of several only.
 */
function agrees(look: Look, listed: readonly ReceiptRow[], window: Window): boolean {
  const listedIds = new Set(listed.map((row) => row.metrcId));
  const shownIds = new Set(look.live.map(({ receipt }) => receipt.metrcId));
  const missing = look.live.some(({ receipt, lastModified }) => {
    const inWindow = lastModified === null || (lastModified >= window.from && lastModified <= window.to);
    return inWindow && !listedIds.has(receipt.metrcId);
  });
  return !missing && (look.form === 'object' || listed.every((row) => shownIds.has(row.metrcId)));
}

/** Every receipt of the number with its lines, by a read of its id where the look by number carried none. */
async function readWhole(
  asker: Asker,
  number: string,
  shown: readonly ShownReceipt[],
  listed: readonly ReceiptRow[],
  exchanges: Exchange[],
): Promise<readonly MetrcReceipt[] | MetrcTrouble> {
  const known = new Map(shown.map(({ receipt }) => [receipt.metrcId, receipt]));
  const ids = new Set([...known.keys(), ...listed.map((row) => row.metrcId)]);
  const whole: MetrcReceipt[] = [];
  for (const id of [...ids].toSorted((a, b) => a - b)) {
    const carried = known.get(id);
    if (carried && carried.lines.length > 0) {
      whole.push(carried);
      continue;
    }
    const answer = await asker.get(['sales', 'v2', 'receipts', id]);
    exchanges.push(answer.exchange);
    const receipt = readOne(answer, id);
    if (typeof receipt === 'string') return receipt;
    if (!isNumber(receipt.externalNumber, number) || receipt.archived) return 'unreadable';
    whole.push({ ...receipt, externalNumber: number });
  }
  return whole;
}

/** One receipt as its id shows it, or why that proves nothing. */
export function readOne(answer: WireAnswer, metrcId: number): MetrcReceipt | MetrcTrouble {
  if (answer.kind === 'failed' || answer.status !== 200) return troubleOf(answer);
  const receipt = readJson(Receipt, answer)?.receipt;
  if (receipt?.metrcId !== metrcId) return 'unreadable';
  // A sale has at least one line; one that is shown without any cannot be compared with ours.
  return receipt.lines.length === 0 && !receipt.archived ? 'unreadable' : receipt;
}

/**
 * One receipt by Metrc's id, archived or not: the proof of a void is that it is shown archived. "Not there" stands only
 * while the keys live and receipts can be listed.
 */
export async function receiptById(asker: Asker, metrcId: number): Promise<LookOutcome> {
  const answer = await asker.get(['sales', 'v2', 'receipts', metrcId]);
  const exchanges: Exchange[] = [answer.exchange];
  if (mayMeanAbsent(answer)) {
    const proof = await whyAbsenceIsUnproved(asker, ['sales', 'v2', 'receipts', 'active']);
    exchanges.push(...proof.exchanges);
    return proof.because === null
      ? { kind: 'absent', exchanges }
      : { kind: 'no_evidence', because: proof.because, exchanges };
  }
  const receipt = readOne(answer, metrcId);
  return typeof receipt === 'string'
    ? provesNothing(asker, receipt, exchanges)
    : { kind: 'present', receipts: [receipt], exchanges };
}

/** No evidence, and why: where the keys are suspected, a control read says whether it is they or the licence. */
async function provesNothing(asker: Asker, because: MetrcTrouble, exchanges: Exchange[]): Promise<LookOutcome> {
  if (because !== 'keys') return { kind: 'no_evidence', because, exchanges };
  const said = await keysOrLicence(asker);
  return { kind: 'no_evidence', because: said.because, exchanges: [...exchanges, said.exchange] };
}
