/** A lead voids a signed sale, or takes goods of it back. What is asked of Metrc is on the disk before it is asked. */
import { type Answer, type Refusal, type RefusalCode, refuse } from '../../shared/contract/refusals.ts';
import { parseQuantity, type Quantity, quantityText } from '../../shared/values/quantity.ts';
import { err, ok, type Result } from '../../shared/values/result.ts';
import { type GivenBack, type Plan, type PlanRefused, planReturn, planVoid } from '../domain/sale/plan-change.ts';
import { step } from '../domain/sale/protocol.ts';
import { buyerOf, replacementBody } from '../domain/sale/request.ts';
import type { Sale } from '../domain/sale/sale.ts';
import type { LookOutcome, MetrcReceipt } from '../ports/metrc.ts';
import type { ChangeAsked, StaffRow, StoredSale } from '../ports/store.ts';
import { atTheCounter } from './at-the-counter.ts';
import type { ChangeRunner } from './change-runner.ts';
import type { Desk } from './desk.ts';
import { fingerprintOf, matchReceipts, shownReceiptOf } from './recognise-receipt.ts';
import { lookRecord } from './sale-evidence.ts';
import { checkPin } from './sign-in.ts';
import { blockNow, controlIsFresh } from './watch-metrc.ts';
import { writeStep } from './write-step.ts';

/** As at Pay: a control read younger than this needs no other before the intent. */
const CONTROL_YOUNG_MS = 5_000;

export type ByLead = {
  readonly saleId: string;
  readonly leadId: string;
  readonly pin: string;
  readonly reason: string;
};

export type ChangeTools = {
  readonly runner: ChangeRunner;
  readonly askMetrcNow: () => Promise<boolean>;
  readonly onConflict: (sale: StoredSale) => void;
};

type Wanted = (sale: StoredSale, before: GivenBack) => Result<Plan, Refusal>;

/** A refusal about a sale that stands, and goes on standing. */
const stands = (code: RefusalCode, sale: StoredSale, facts: Refusal['facts'] = {}): Refusal => ({
  ...refuse(code, { saleNumber: sale.saleNumber, ...facts }),
  recorded: 'yes',
});

/** Why nothing of this sale can be voided or returned now, as far as the records know; null when it can. */
export function changeObjection(desk: Desk, protocol: Sale, sale: StoredSale): Refusal | null {
  const { phase, removing, settledAs } = protocol;
  const facts = { saleNumber: sale.saleNumber };
  switch (phase.state) {
    case 'SUBMITTING':
    case 'UNKNOWN':
      return { ...refuse('CHANGE_IN_DOUBT', facts), recorded: 'not_known_yet' };
    case 'CONFLICT':
      return { ...refuse('SALE_CONFLICT', facts), recorded: 'not_known_yet' };
    case 'VOIDING':
    case 'EDITING':
      return stands('CHANGE_RUNNING', sale);
    case 'CONFIRMED':
      break;
    default:
      return refuse('CHANGE_NOTHING_STANDS', facts);
  }
  if (sale.signedAt === null) return refuse('CHANGE_NOTHING_STANDS', facts);
  if (settledAs === 'amended_at_metrc') return stands('CHANGE_AMENDED', sale);
  const probe = step(protocol, { kind: 'void_asked', now: desk.ports.clock.monotonic() }, desk.settings.policy);
  return removing !== null || probe.sale === protocol ? stands('CHANGE_NOT_YET', sale) : null;
}

/** The sale as it is now, when a change of it may begin. */
function changeable(
  desk: Desk,
  runner: ChangeRunner,
  saleId: string,
): Result<{ readonly record: StoredSale; readonly protocol: Sale }, Refusal> {
  const record = desk.ports.store.sales.find(saleId);
  if (!record) return err(refuse('SALE_UNKNOWN'));
  const protocol = runner.protocolNow(record);
  const objection = changeObjection(desk, protocol, record) ?? desk.blocked?.refusal ?? null;
  if (objection) return err(objection);
  if (desk.ports.store.drawers.running()?.state !== 'open') return err(refuse('DRAWER_NOT_OPEN'));
  return ok({ record, protocol });
}

async function leadOf(desk: Desk, input: ByLead): Promise<Result<StaffRow, Refusal>> {
  if (input.reason.trim() === '') return err(refuse('REASON_MISSING'));
  const lead = await checkPin(desk, { staffId: input.leadId, pin: input.pin });
  if (!lead.ok) return lead;
  return lead.value.role === 'lead' ? lead : err(refuse('NOT_ALLOWED', { needed: 'lead' }));
}

/** Metrc answers, and shows exactly our receipt, live and open for changes; what contradicts us goes to a lead. */
async function shownNow(
  desk: Desk,
  tools: ChangeTools,
  { record, protocol }: { readonly record: StoredSale; readonly protocol: Sale },
): Promise<Result<{ readonly receipt: MetrcReceipt; readonly look: LookOutcome }, Refusal>> {
  const { phase } = protocol;
  if (phase.state !== 'CONFIRMED') return err(stands('CHANGE_RUNNING', record));
  if (!controlIsFresh(desk, CONTROL_YOUNG_MS) && !(await tools.askMetrcNow())) {
    blockNow(desk);
    return err(desk.blocked?.refusal ?? refuse('METRC_UNREACHABLE'));
  }
  const now = desk.ports.clock.monotonic();
  const look = await desk.ports.metrc.receiptById(phase.metrcId);
  // Another lead may have been faster: what was read then shows that change, and not somebody behind our back.
  const isAsRead = JSON.stringify(desk.ports.store.sales.find(record.id)?.protocol) === JSON.stringify(record.protocol);
  if (!isAsRead) return err(stands('CHANGE_RUNNING', record));
  if (look.kind === 'no_evidence') return err(stands('CHANGE_NOT_SHOWN', record, { trouble: look.because }));
  const [receipt] = look.kind === 'present' ? look.receipts : [];
  if (!receipt) return err(stands('CHANGE_NOT_SHOWN', record));
  const matched = matchReceipts(desk, record, protocol, [receipt]);
  if (!matched.ours.includes(phase.metrcId)) return err(contradicted(desk, tools, record, look, { now, matched }));
  return receipt.final ? err(stands('CHANGE_FINAL', record)) : ok({ receipt, look });
}

/** Voided or changed behind our back: written as what it is, and put before a lead on the lane. */
function contradicted(
  desk: Desk,
  tools: ChangeTools,
  record: StoredSale,
  look: LookOutcome,
  seen: { readonly now: number; readonly matched: ReturnType<typeof matchReceipts> },
): Refusal {
  const { store, clock } = desk.ports;
  const next = step(record.protocol, { kind: 'looked', now: seen.now, ...seen.matched }, desk.settings.policy);
  store.transaction(() => {
    store.sales.addLook(record.id, lookRecord(look, clock.now()));
    if (next.sale !== record.protocol) writeStep(desk, { record, protocol: record.protocol }, next, clock.now());
  });
  desk.salesRevision += 1;
  if (next.sale.phase.state === 'CONFLICT') tools.onConflict({ ...record, protocol: next.sale });
  desk.changed();
  return { ...refuse('SALE_CONFLICT', { saleNumber: record.saleNumber }), recorded: 'not_known_yet' };
}

/** What a return asks Metrc for; null for a void. The refusal when policy has erased what Metrc was told at first. */
function requestOf(
  desk: Desk,
  sale: StoredSale,
  plan: Plan,
): Result<{ readonly body: string; readonly fingerprint: string } | null, Refusal> {
  if (plan.left.length === 0) return ok(null);
  const first = desk.ports.store.sales.requestBody(sale.id);
  if (first === null) return err(stands('CHANGE_ERASED', sale));
  const { number, soldWall } = sale;
  const fingerprint = fingerprintOf(desk, { number, soldWall, ...buyerOf(first), lines: plan.left });
  return ok({ body: replacementBody(first, plan.left), fingerprint });
}

/** The intent, in one transaction: what was asked, by whom and why, what Metrc showed before, and the state. */
function begin(
  desk: Desk,
  tools: ChangeTools,
  input: ByLead,
  wanted: Wanted,
  seen: { readonly receipt: MetrcReceipt; readonly look: LookOutcome },
): Answer {
  // Between the looks the world may have moved: the block may be on, another lead may have been faster.
  const found = changeable(desk, tools.runner, input.saleId);
  if (!found.ok) return found;
  const { record, protocol } = found.value;
  const { store, clock } = desk.ports;
  const plan = wanted(record, store.changes.givenBack(record.id));
  if (!plan.ok) return plan;
  const request = requestOf(desk, record, plan.value);
  if (!request.ok) return request;
  const isVoid = request.value === null;
  const event = { kind: isVoid ? 'void_asked' : 'edit_asked', now: clock.monotonic() } as const;
  const next = step(protocol, event, desk.settings.policy);
  if (next.sale === protocol) return err(stands('CHANGE_NOT_YET', record));
  const { phase } = next.sale;
  const at = clock.now();
  const { lines, subtotal, total, rounding, paid } = plan.value;
  const reason = input.reason.trim();
  const asked: ChangeAsked = {
    ...{ lines, subtotal, total, rounding, paid, reason },
    kind: isVoid ? 'void' : 'return',
    version: phase.state === 'EDITING' ? phase.version : null,
    fingerprint: request.value?.fingerprint ?? null,
    askedAt: at,
    leadId: input.leadId,
    counterId: desk.signedIn?.id ?? null,
    before: shownReceiptOf(seen.receipt),
  };
  store.transaction(() => {
    store.sales.addLook(record.id, lookRecord(seen.look, at));
    const ordinal = store.changes.add(record.id, asked, request.value?.body ?? null);
    writeStep(desk, { record, protocol }, next, at);
    const back = lines.map(({ line, quantity, net }) => ({ line, quantity: quantityText(quantity), netCents: net }));
    const facts = { number: record.number, ordinal, kind: asked.kind, reason, atTheCounter: asked.counterId };
    const body = { ...facts, back, totalCents: total, paidCents: paid, metrcId: seen.receipt.metrcId };
    store.journal.append({ at, kind: 'change.asked', actor: input.leadId, body });
  });
  tools.runner.begin({ ...record, protocol: next.sale }, next);
  return ok(null);
}

/** Answers as soon as it is asked; what became of it arrives with the next snapshots. */
async function change(desk: Desk, tools: ChangeTools, input: ByLead, wanted: Wanted): Promise<Answer> {
  const person = atTheCounter(desk);
  if (!person.ok) return person;
  const first = changeable(desk, tools.runner, input.saleId);
  if (!first.ok) return first;
  const plan = wanted(first.value.record, desk.ports.store.changes.givenBack(input.saleId));
  if (!plan.ok) return plan;
  const lead = await leadOf(desk, input);
  if (!lead.ok) return lead;
  const seen = await shownNow(desk, tools, first.value);
  if (!seen.ok) return seen;
  try {
    return begin(desk, tools, input, wanted, seen.value);
  } catch (error) {
    // Nothing was asked of Metrc. But a commit that failed may stand on the disk all the same; what stands is read again.
    desk.recordsFailed('a void or a return could not be written', error);
    return err(desk.blocked?.refusal ?? refuse('STORE_FAILED'));
  }
}

/** Voids a whole sale, or what earlier returns have left of it. */
export const voidSale = (desk: Desk, tools: ChangeTools, input: ByLead): Promise<Answer> =>
  change(desk, tools, input, (sale, before) => {
    const plan = planVoid(sale, before);
    return plan.ok ? plan : err(asRefusal(plan.error, sale));
  });

/** Takes quantities of some lines back. When nothing of the sale is left it is a void. */
export async function returnGoods(
  desk: Desk,
  tools: ChangeTools,
  input: ByLead & { readonly lines: readonly { readonly line: number; readonly quantity: string }[] },
): Promise<Answer> {
  const { returns, cash_rounding: rounding } = desk.settings.profile;
  if (returns.customer_returns === 'none' || !returns.refund_allowed) return err(refuse('RETURN_FORBIDDEN'));
  const asked: { line: number; quantity: Quantity }[] = [];
  for (const { line, quantity } of input.lines) {
    const parsed = parseQuantity(quantity.trim());
    if (!parsed.ok) return err(refuse('QUANTITY_BAD'));
    if (parsed.value > 0) asked.push({ line, quantity: parsed.value });
  }
  return change(desk, tools, input, (sale, before) => {
    const plan = planReturn(sale, before, asked, rounding.default);
    return plan.ok ? plan : err(asRefusal(plan.error, sale));
  });
}

function asRefusal(problem: PlanRefused, sale: StoredSale): Refusal {
  const { line } = problem;
  switch (problem.code) {
    case 'NOTHING_RETURNED':
      return stands('RETURN_NOTHING', sale);
    case 'MORE_THAN_SOLD':
      return stands('RETURN_TOO_MUCH', sale, { line, left: quantityText(problem.left) });
    case 'NOT_A_WHOLE_UNIT':
      return stands('RETURN_NOT_WHOLE', sale, { line });
    case 'LINE_UNKNOWN':
      return stands('LINE_UNKNOWN', sale);
  }
}
