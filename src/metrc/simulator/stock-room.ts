import { z } from 'zod';
import { type Quantity, quantityOf, quantityText } from '../../shared/values/quantity.ts';
import { amount, optionalText } from '../api/fields.ts';
import { named } from '../api/named.ts';
import { type Answer, empty, json, refusal } from './answer.ts';
import { itemNamed } from './catalogue.ts';
import type { ApplyEntry } from './ledger.ts';
import type { Caller, MetrcState } from './metrc-state.ts';
import type { Handler } from './own-reads.ts';
import { MOST_OBJECTS, type Row, readRows } from './sent-rows.ts';
import { inUnit } from './units.ts';
import type { Adjustment, Change, StoredPackage } from './world.ts';

/** What a stock room does to packages (docs/metrc-facts.md 3.1 and 3.4). All rows of a request or none. */

const label = z.string().transform((text) => text.toUpperCase());
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}/, 'a date is YYYY-MM-DD');

const SentAdjustment = named({
  Label: label,
  Quantity: amount,
  UnitOfMeasure: z.string(),
  AdjustmentReason: z.string(),
  AdjustmentDate: day,
  ReasonNote: optionalText,
});
const SentFinish = named({ Label: label, ActualDate: day.nullish() });
const SentLocation = named({ Label: label, Location: z.string().min(1), MoveDate: day.nullish() });
const SentItem = named({ Label: label, Item: z.string().min(1) });
const SentNote = named({ PackageLabel: label.nullish(), Label: label.nullish(), Note: optionalText }).transform(
  (row) => ({ Label: row.PackageLabel ?? row.Label ?? '', Note: row.Note }),
);

/** What one row asks for: the package as it is to be, or why not. */
type Asked = { readonly to: StoredPackage; readonly adjustment?: Adjustment } | { readonly refused: string };

/** Works through the rows on a package each; a package that occurs twice is changed twice. */
function changePackages<S extends z.ZodType<{ readonly Label: string }>>(
  state: MetrcState,
  caller: Caller,
  body: string,
  schema: S,
  what: Exclude<ApplyEntry['what'], 'created' | 'replaced' | 'voided' | 'finalized' | 'unfinalized'>,
  ask: (stored: StoredPackage, row: z.output<S>) => Asked,
): StoredPackage[] | Answer {
  const dialect = state.dialect();
  const sent = readRows(body, schema);
  if (sent === 'too_many') return refusal([{ row: MOST_OBJECTS, message: 'Too many objects.' }], dialect, 413);
  if ('wrong' in sent) return refusal(sent.wrong, dialect);
  const view = state.world.view();
  const changed = new Map<string, StoredPackage>();
  const order: StoredPackage[] = [];
  const adjustments: Adjustment[] = [];
  const wrong: Row[] = [];
  for (const [row, values] of sent.rows.entries()) {
    const stored = changed.get(values.Label) ?? view.package(values.Label);
    const asked: Asked =
      stored?.licence === caller.licence
        ? ask(stored, values)
        : { refused: `Package ${values.Label} is not available.` };
    if ('refused' in asked) {
      wrong.push({ row, message: asked.refused });
      continue;
    }
    const to = { ...asked.to, lastModified: state.clock.now() };
    changed.set(to.label, to);
    order.push(to);
    if (asked.adjustment) adjustments.push(asked.adjustment);
  }
  if (wrong.length > 0) return refusal(wrong, dialect);
  const change: Change = { packages: [...changed.values()], ...(adjustments.length > 0 ? { adjustments } : {}) };
  state.world.commit(change);
  for (const { label: touched } of change.packages) {
    const entry = { at: state.clock.now(), request: caller.request, late: caller.late };
    state.ledger.apply({ ...entry, what, receiptId: null, externalNumber: null, label: touched });
  }
  return order;
}

function adjust(state: MetrcState, caller: Caller, body: string, isFinal: boolean): StoredPackage[] | Answer {
  const { seed } = state.world;
  return changePackages(state, caller, body, SentAdjustment, 'adjusted', (stored, row) => {
    const reason = seed.adjustReasons.find(({ name }) => name.toLowerCase() === row.AdjustmentReason.toLowerCase());
    if (!reason) return { refused: `Adjustment reason ${row.AdjustmentReason} is not valid.` };
    if (reason.requiresNote && row.ReasonNote === null) return { refused: `Reason ${reason.name} requires a note.` };
    if (stored.finished) return { refused: `Package ${stored.label} is finished.` };
    const sent = amountInPackage(state, stored, row.Quantity, row.UnitOfMeasure);
    if (sent === null) return { refused: `Unit of measure ${row.UnitOfMeasure} does not match ${stored.unit}.` };
    const quantity = quantityOf(isFinal ? sent : stored.quantity + sent);
    if (quantity < 0) {
      return { refused: `Package ${stored.label} holds only ${quantityText(stored.quantity)} ${stored.unit}.` };
    }
    const adjustment: Adjustment = {
      packageId: stored.id,
      label: stored.label,
      licence: caller.licence,
      quantity: quantityOf(quantity - stored.quantity),
      unit: stored.unit,
      reason: reason.name,
      note: row.ReasonNote,
      date: row.AdjustmentDate.slice(0, 10),
      by: caller.userName,
      at: state.clock.now(),
    };
    return { to: { ...stored, quantity }, adjustment };
  });
}

/** An amount in the package's own unit; null where the unit is another one that this dialect does not convert. */
export function amountInPackage(
  state: MetrcState,
  stored: StoredPackage,
  quantity: Quantity,
  unit: string,
): Quantity | null {
  if (unit.toLowerCase() !== stored.unit.toLowerCase() && state.dialect().units === 'refused') return null;
  return inUnit(quantity, unit, stored.unit);
}

const lastPart = (parts: readonly string[]): string => parts.at(-1) ?? '';
const isAnswer = (value: StoredPackage[] | Answer): value is Answer => !Array.isArray(value);
/** PUT answers without a body (docs/metrc-facts.md 1.7). */
const silent = (value: StoredPackage[] | Answer): Answer => (isAnswer(value) ? value : empty(200));

export const stockRoom = {
  'packages.adjust': (state, caller, call, body) => {
    const isPut = call.method === 'PUT';
    const changed = adjust(state, caller, body, isPut && state.dialect().putAdjust === 'final');
    if (isAnswer(changed)) return changed;
    return isPut ? empty(200) : json({ Ids: changed.map(({ id }) => id), Warnings: null }, state.dialect());
  },
  'packages.finish': (state, caller, call, body) => {
    const finish = lastPart(call.parts) === 'finish';
    return silent(
      changePackages(state, caller, body, SentFinish, finish ? 'finished' : 'unfinished', (stored) => {
        // Metrc finishes empty packages only.
        if (finish && stored.quantity !== 0) return { refused: `Package ${stored.label} is not empty.` };
        if (stored.finished === finish) {
          return { refused: `Package ${stored.label} is ${finish ? 'already' : 'not'} finished.` };
        }
        return { to: { ...stored, finished: finish } };
      }),
    );
  },
  'packages.change': (state, caller, call, body) => {
    const { seed } = state.world;
    switch (lastPart(call.parts)) {
      case 'location':
        return silent(
          changePackages(state, caller, body, SentLocation, 'moved', (stored, row) => {
            const location = seed.locations.find(({ name }) => name.toLowerCase() === row.Location.toLowerCase());
            return location?.active
              ? { to: { ...stored, location: location.name } }
              : { refused: `Location ${row.Location} was not found.` };
          }),
        );
      case 'item':
        return silent(
          changePackages(state, caller, body, SentItem, 'item_changed', (stored, row) => {
            const item = itemNamed(seed, row.Item);
            return item?.active ? { to: { ...stored, item } } : { refused: `Item ${row.Item} was not found.` };
          }),
        );
      default:
        return silent(
          changePackages(state, caller, body, SentNote, 'noted', (stored, row) => ({
            to: { ...stored, note: row.Note },
          })),
        );
    }
  },
} as const satisfies Readonly<Record<string, Handler>>;
