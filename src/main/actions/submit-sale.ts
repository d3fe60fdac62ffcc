/** Tender and Pay. The intent is on the disk, with the exact bytes that Metrc will be asked, before the first is sent. */
import { type Answer, type Refusal, refuse } from '../../shared/contract/refusals.ts';
import { lastFour } from '../../shared/values/ids.ts';
import { localTime } from '../../shared/values/local-time.ts';
import { cents, type Money, subtract, zero } from '../../shared/values/money.ts';
import { err, ok, type Result } from '../../shared/values/result.ts';
import { type Draft, withTender } from '../domain/draft.ts';
import { exampleRates } from '../domain/profile/parse-profile.ts';
import { brokenLimits, type Quote } from '../domain/quote.ts';
import { submitted } from '../domain/sale/protocol.ts';
import { externalNumber, type RequestedSale, requestBody } from '../domain/sale/request.ts';
import type { DrawerSession, SaleRecord, StaffRow, StoredSale } from '../ports/store.ts';
import { customerObjection } from './check-customer.ts';
import type { Desk } from './desk.ts';
import { asRefusal, businessDayNow, freshDraft, mayEdit, newlyBroken, quoteOf, saveDraft } from './edit-cart.ts';
import { commitment, fingerprintOf } from './recognise-receipt.ts';
import type { SaleRunner } from './settle-sale.ts';
import { blockNow, controlIsFresh, reviewBlock } from './watch-metrc.ts';

/** A control read younger than this needs no other before the intent: the connection was alive a moment ago. */
const CONTROL_YOUNG_MS = 5_000;

/** Most that may be handed over beyond what is due: a slip of the finger on "00" is not taken for money. */
const MOST_CHANGE = 500_00;

export function tenderCash(desk: Desk, input: { readonly givenCents: number }): Answer {
  const may = mayEdit(desk);
  if (!may.ok) return may;
  const most = quoteOf(desk, desk.draft).cashDue + MOST_CHANGE;
  if (input.givenCents <= 0 || input.givenCents > most)
    return err(refuse('AMOUNT_BAD', { givenCents: input.givenCents }));
  saveDraft(desk, withTender(desk.draft, { kind: 'cash', given: cents(input.givenCents) }), false);
  return ok(null);
}

/** Debit is always the exact total, taken on a terminal of its own. */
export function tenderDebit(desk: Desk): Answer {
  const may = mayEdit(desk);
  if (!may.ok) return may;
  saveDraft(desk, withTender(desk.draft, { kind: 'debit' }), false);
  return ok(null);
}

export function clearTender(desk: Desk): Answer {
  const may = mayEdit(desk);
  if (!may.ok) return may;
  saveDraft(desk, withTender(desk.draft, null), false);
  return ok(null);
}

function linesObjection(desk: Desk, quoted: Quote): Refusal | null {
  const [firstProblem] = quoted.lines.flatMap((line) => line.problem ?? []);
  if (firstProblem) return asRefusal(firstProblem);
  const isUnread = quoted.lines.some(
    ({ line, goods }) => goods === null || desk.checks.get(line.label)?.state !== 'good',
  );
  if (isUnread) return refuse('LINES_CHECKING');
  const broken = brokenLimits(quoted)[0];
  return broken ? (newlyBroken({ ...quoted, limits: [] }, quoted)?.refusal ?? null) : null;
}

/** The first thing that is missing before Pay may be pressed; null when it may. */
export function payObjection(desk: Desk, quoted: Quote): Refusal | null {
  if (!desk.signedIn) return refuse('NOT_SIGNED_IN');
  if (desk.blocked) return desk.blocked.refusal;
  const drawer = desk.ports.store.drawers.running();
  if (drawer?.state !== 'open') return refuse('DRAWER_NOT_OPEN');
  if (desk.settings.mode !== 'training' && exampleRates(desk.settings.profile).length > 0)
    return refuse('TAX_RATE_EXAMPLE_ONLY');
  if (desk.draft.lines.length === 0) return refuse('CART_EMPTY');
  const lines = linesObjection(desk, quoted) ?? customerObjection(desk, desk.draft.customer);
  if (lines) return lines;
  const { tender } = desk.draft;
  if (tender === null) return refuse('TENDER_MISSING');
  if (tender.kind === 'cash' && tender.given < quoted.cashDue) {
    return refuse('TENDER_TOO_LITTLE', { shortCents: subtract(quoted.cashDue, tender.given) });
  }
  return null;
}

function requestedSale(desk: Desk, quoted: Quote, soldWall: string): RequestedSale {
  const { settings, draft, ports } = desk;
  const buyer = settings.profile.buyer_types.find((type) => type.id === quoted.buyerType);
  const isPatient = buyer?.metrc_customer_type !== 'Consumer';
  return {
    number: externalNumber({
      licence: settings.licence,
      terminal: settings.terminal.id,
      epoch: ports.store.epoch,
      saleNumber: draft.saleNumber,
    }),
    soldWall,
    customerType: buyer?.metrc_customer_type ?? 'Consumer',
    patientLicence: isPatient ? (draft.customer?.number ?? null) : null,
    lines: quoted.lines.map(({ line, stocked, net }) => ({
      label: line.label,
      quantity: line.quantity,
      unit: stocked?.unit ?? '',
      net: net ?? zero,
    })),
  };
}

function saleTaxes(quoted: Quote): SaleRecord['taxes'] {
  return quoted.money.taxes.map((tax) => ({
    taxId: tax.id,
    name: tax.name,
    ratePpm: tax.ratePpm,
    cents: tax.amount,
    byLine: tax.byLine,
  }));
}

function saleLines(quoted: Quote): SaleRecord['lines'] {
  return quoted.lines.map(({ line, stocked, goods, net }, i) => ({
    line: i + 1,
    label: line.label,
    itemName: stocked?.itemName ?? '',
    class: goods?.class ?? '',
    quantity: line.quantity,
    unit: stocked?.unit ?? '',
    unitPrice: goods?.unitPrice ?? zero,
    net: net ?? zero,
    measures: Object.fromEntries(Object.entries(goods?.measures ?? {}).map(([name, amount]) => [name, amount ?? 0])),
  }));
}

function moneyOf(
  desk: Desk,
  quoted: Quote,
): Pick<SaleRecord, 'tenderKind' | 'cashDue' | 'rounding' | 'given' | 'change'> {
  const { tender } = desk.draft;
  const { total } = quoted.money;
  if (tender?.kind === 'cash') {
    const change: Money = subtract(tender.given, quoted.cashDue);
    return {
      tenderKind: 'cash',
      cashDue: quoted.cashDue,
      rounding: subtract(quoted.cashDue, total),
      given: tender.given,
      change,
    };
  }
  return { tenderKind: 'debit', cashDue: zero, rounding: zero, given: total, change: zero };
}

/** The intent, in one transaction: sale, lines, taxes, request, first attempt, journal, and the next empty cart. */
function writeIntent(
  desk: Desk,
  quoted: Quote,
  person: StaffRow,
  drawer: DrawerSession,
): { record: StoredSale; next: Draft } {
  const { store, clock, secrets } = desk.ports;
  const { settings, draft } = desk;
  const at = clock.now();
  // Metrc may read a sale's time back without decimals: only whole seconds are surely the same again (docs/metrc-facts.md 1.4).
  const sold = localTime(at - (at % 1000), settings.zone);
  const asked = requestedSale(desk, quoted, sold.wall);
  const body = requestBody(asked);
  const key = secrets.commitmentKey();
  const licence = draft.customer?.number ?? null;
  return store.transaction(() => {
    const patientId =
      licence === null
        ? null
        : store.patients.keep({
            commitment: commitment(key, licence),
            licence,
            lastFour: lastFour(licence),
            seenAt: at,
          });
    const record: SaleRecord = {
      id: draft.saleId,
      saleNumber: draft.saleNumber,
      number: asked.number,
      fingerprint: fingerprintOf(desk, asked),
      businessDay: businessDayNow(desk),
      soldAt: at,
      soldWall: asked.soldWall,
      soldOffset: sold.offsetMinutes,
      staffId: person.id,
      drawerSession: drawer.id,
      patientId,
      buyerType: quoted.buyerType,
      agencyCheck: draft.customer?.agencyCheck ?? null,
      profile: { id: settings.profile.profile_id, revision: settings.profile.revision, hash: settings.profileHash },
      subtotal: quoted.money.net,
      total: quoted.money.total,
      ...moneyOf(desk, quoted),
      lines: saleLines(quoted),
      taxes: saleTaxes(quoted),
    };
    const protocol = submitted();
    const rows = store.sales.submit(record, protocol, body, at);
    store.drafts.remove(draft.saleId);
    store.journal.append({
      at,
      kind: 'sale.submitting',
      actor: person.id,
      body: {
        number: record.number,
        saleNumber: record.saleNumber,
        totalCents: record.total,
        tender: record.tenderKind,
        fingerprint: record.fingerprint,
        request: commitment(key, body),
        patient: licence === null ? null : commitment(key, licence),
        agencyCheck: record.agencyCheck,
        profile: record.profile,
        rows,
      },
    });
    const last = licence === null ? null : lastFour(licence);
    const volatile = {
      metrcReceipt: null,
      watchUntil: null,
      closedAt: null,
      signedAt: null,
      patientLastFour: last,
      staffName: person.name,
    };
    return { record: { ...record, protocol, ...volatile }, next: freshDraft(desk) };
  });
}

function ready(
  desk: Desk,
  totalCents: number,
): Result<{ quoted: Quote; person: StaffRow; drawer: DrawerSession }, Refusal> {
  const quoted = quoteOf(desk, desk.draft);
  const objection = payObjection(desk, quoted);
  if (objection) return err(objection);
  if (quoted.money.total !== totalCents) return err(refuse('TOTAL_CHANGED', { totalCents: quoted.money.total }));
  const drawer = desk.ports.store.drawers.running();
  if (!drawer || !desk.signedIn) return err(refuse('DRAWER_NOT_OPEN'));
  return ok({ quoted, person: desk.signedIn, drawer });
}

/**
 * Pay. Answers as soon as Metrc is being asked; what became of it arrives with the next snapshots. Pressing it twice, or
 * again for a sale that is already asked, changes nothing.
 */
export async function pay(
  desk: Desk,
  runner: SaleRunner,
  askMetrcNow: () => Promise<boolean>,
  input: { readonly saleId: string; readonly totalCents: number },
): Promise<Answer> {
  const { clock } = desk.ports;
  if (desk.openSale?.record.id === input.saleId || desk.signed?.saleId === input.saleId || desk.preparing)
    return ok(null);
  if (desk.draft.saleId !== input.saleId) return err(refuse('SALE_NOT_OPEN'));
  const may = mayEdit(desk);
  if (!may.ok) return may;
  const first = ready(desk, input.totalCents);
  if (!first.ok) return first;
  const askedAt = clock.now();
  desk.preparing = { askedAt, totalCents: input.totalCents };
  desk.changed();
  try {
    if (!controlIsFresh(desk, CONTROL_YOUNG_MS) && !(await askMetrcNow())) {
      blockNow(desk);
      return err(desk.blocked?.refusal ?? refuse('METRC_UNREACHABLE'));
    }
    // Between the two looks the world may have moved: the block may be on, a line may have gone, the disk be full.
    reviewBlock(desk);
    const second = ready(desk, input.totalCents);
    if (!second.ok) return second;
    // A sale that came to need a lead meanwhile goes first.
    if (desk.unresolvedQueue.length > 0) return err({ ...refuse('SALE_IN_DOUBT'), recorded: 'not_known_yet' });
    const { quoted, person, drawer } = second.value;
    const { draft } = desk;
    const { record, next } = writeIntent(desk, quoted, person, drawer);
    const sale = {
      record,
      protocol: record.protocol,
      askedAt,
      because: null,
      looks: 0,
      lastLook: null,
      evidenceAt: null,
      nextLookAt: null,
      quietUntil: null,
      choice: null,
      unknownSince: null,
      afterRestart: false,
      quickRestarts: 0,
      draft,
    };
    desk.openSale = sale;
    desk.draft = next;
    desk.notAdded = null;
    desk.saleRefusal = null;
    desk.undo.length = 0;
    desk.salesRevision += 1;
    runner.send(sale);
    return ok(null);
  } catch (error) {
    // Nothing was sent. But a commit that failed may stand on the disk all the same: the records are opened again, and
    // what stands in them decides whether the cart is back or the sale is in doubt.
    desk.recordsFailed('the intent of a sale could not be written', error);
    return err(desk.blocked?.refusal ?? { ...refuse('STORE_FAILED'), recorded: 'not_known_yet' });
  } finally {
    desk.preparing = null;
    desk.changed();
  }
}
