import { rowId } from '../api/fields.ts';
import { named } from '../api/named.ts';
import { type Answer, empty, json, refusal } from './answer.ts';
import type { ApplyEntry } from './ledger.ts';
import type { Caller, MetrcState } from './metrc-state.ts';
import type { Handler } from './own-reads.ts';
import { objections, SentReceipt } from './sale-rules.ts';
import { MOST_OBJECTS, type Row, readRows } from './sent-rows.ts';
import { inUnit } from './units.ts';
import { movedPackages, type StoredReceipt } from './world.ts';

/** POST and PUT of receipts: all rows or none. */
function writeReceipts(state: MetrcState, caller: Caller, body: string, replace: boolean): Answer {
  const dialect = state.dialect();
  const seller = state.world.seed.licences.find(({ number }) => number === caller.licence);
  if (seller?.flags['AdvancedSales'] === false) return empty(401);
  const sent = readRows(body, SentReceipt);
  if (sent === 'too_many') return refusal([{ row: MOST_OBJECTS, message: 'Too many objects.' }], dialect, 413);
  if ('wrong' in sent) return refusal(sent.wrong, dialect);
  const complaints: Row[] = [];
  const commits: (() => number)[] = [];
  const taken = new Map<string, number>();
  for (const [row, sale] of sent.rows.entries()) {
    const before = replace ? ownReceipt(state, caller, sale.Id ?? 0) : null;
    const found =
      before === 'unknown' ? [`Receipt ${sale.Id} was not found.`] : rowObjections(state, caller, sale, before, taken);
    complaints.push(...found.map((message) => ({ row, message })));
    if (before !== 'unknown') commits.push(() => record(state, caller, sale, before));
  }
  if (complaints.length > 0) return refusal(complaints, dialect);
  return json({ Ids: commits.map((commit) => commit()), Warnings: null }, dialect);
}

/** @param taken what earlier rows of the same request take from each package */
function rowObjections(
  state: MetrcState,
  caller: Caller,
  sale: SentReceipt,
  before: StoredReceipt | null,
  taken: Map<string, number>,
): string[] {
  const view = state.world.view();
  const dialect = state.dialect();
  if (before?.archivedAt != null) return [`Receipt ${before.id} was voided.`];
  if (before?.final) return [`Receipt ${before.id} is finalized.`];
  const inUse =
    dialect.duplicates === 'refused' &&
    sale.ExternalReceiptNumber !== null &&
    view
      .receipts()
      .some(
        (other) =>
          other.externalNumber === sale.ExternalReceiptNumber && other.archivedAt === null && other.id !== before?.id,
      );
  if (inUse) return [`External receipt number ${sale.ExternalReceiptNumber} is already in use.`];
  const today = new Date(state.clock.now()).toISOString().slice(0, 10);
  const rules = { view, seed: state.world.seed, dialect, licence: caller.licence, today };
  for (const line of before?.lines ?? []) {
    const unit = view.package(line.label)?.unit ?? line.unit;
    const amount = inUnit(line.quantity, line.unit, unit) ?? line.quantity;
    taken.set(line.label, (taken.get(line.label) ?? 0) - amount);
  }
  return objections(sale, rules, taken);
}

function record(state: MetrcState, caller: Caller, sale: SentReceipt, before: StoredReceipt | null): number {
  const { world, clock } = state;
  const now = clock.now();
  const id = before?.id ?? world.nextReceiptId();
  const [seconds = '', fraction = ''] = sale.SalesDateTime.split('.');
  const receipt: StoredReceipt = {
    id,
    licence: caller.licence,
    receiptNumber: `${state.receiptPrefix}${String(id).padStart(10 - state.receiptPrefix.length, '0')}`,
    externalNumber: sale.ExternalReceiptNumber,
    salesDateTime: `${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}`,
    customerType: sale.SalesCustomerType,
    patientLicence: sale.PatientLicenseNumber,
    caregiverLicence: sale.CaregiverLicenseNumber,
    identificationMethod: sale.IdentificationMethod,
    registrationLocationId: sale.PatientRegistrationLocationId ?? null,
    lines: sale.Transactions,
    final: false,
    archivedAt: null,
    recordedAt: before?.recordedAt ?? now,
    recordedBy: caller.userName,
    lastModified: now,
  };
  const moves = { givenBack: before?.lines ?? [], taken: receipt.lines };
  world.commit({ receipt, packages: movedPackages(world.view(), moves, now) });
  note(state, caller, receipt, before ? 'replaced' : 'created');
  return id;
}

/** Voids one receipt and gives its goods back. A second time changes nothing and is no error. */
function voidReceipt(state: MetrcState, caller: Caller, id: number): Answer {
  const receipt = ownReceipt(state, caller, id);
  if (receipt === 'unknown') return empty(401);
  if (receipt.archivedAt !== null) return empty(200);
  if (receipt.final) return refusal([{ row: 0, message: `Receipt ${id} is finalized.` }], state.dialect());
  const now = state.clock.now();
  const voided = { ...receipt, archivedAt: now, lastModified: now };
  state.world.commit({
    receipt: voided,
    packages: movedPackages(state.world.view(), { givenBack: receipt.lines }, now),
  });
  note(state, caller, voided, 'voided');
  return empty(200);
}

const IdRow = named({ Id: rowId });

function finalizeReceipts(state: MetrcState, caller: Caller, body: string, final: boolean): Answer {
  const dialect = state.dialect();
  const sent = readRows(body, IdRow);
  if (sent === 'too_many') return refusal([{ row: MOST_OBJECTS, message: 'Too many objects.' }], dialect, 413);
  if ('wrong' in sent) return refusal(sent.wrong, dialect);
  const receipts = sent.rows.map((row) => ownReceipt(state, caller, row.Id));
  const wrong = receipts.flatMap((receipt, row) =>
    receipt === 'unknown' || receipt.archivedAt !== null ? [{ row, message: 'Receipt was not found.' }] : [],
  );
  if (wrong.length > 0) return refusal(wrong, dialect);
  for (const receipt of receipts) {
    if (receipt === 'unknown' || receipt.final === final) continue;
    const changed = { ...receipt, final, lastModified: state.clock.now() };
    state.world.commit({ receipt: changed, packages: [] });
    note(state, caller, changed, final ? 'finalized' : 'unfinalized');
  }
  return empty(200);
}

function ownReceipt(state: MetrcState, caller: Caller, id: number): StoredReceipt | 'unknown' {
  const receipt = state.world.view().receipt(id);
  return receipt?.licence === caller.licence ? receipt : 'unknown';
}

function note(state: MetrcState, caller: Caller, receipt: StoredReceipt, what: ApplyEntry['what']): void {
  state.ledger.apply({
    at: state.clock.now(),
    request: caller.request,
    what,
    receiptId: receipt.id,
    label: null,
    externalNumber: receipt.externalNumber,
    late: caller.late,
  });
}

/** What is done to receipts (docs/metrc-facts.md 2.1, 2.2 and 2.6). */
export const receiptWrites = {
  'receipts.post': (state, caller, _call, body) => writeReceipts(state, caller, body, false),
  'receipts.put': (state, caller, _call, body) => writeReceipts(state, caller, body, true),
  'receipts.delete': (state, caller, call) => voidReceipt(state, caller, Number(call.parts.at(-1))),
  'receipts.finalize': (state, caller, call, body) =>
    finalizeReceipts(state, caller, body, call.parts.at(-1) === 'finalize'),
} as const satisfies Readonly<Record<string, Handler>>;
