/** Adds the records up again and holds the sums against what each Z report says. */
import { z } from 'zod';
import type { DrawerTotals } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { totalsOf } from './drawer-totals.ts';

/** What a report says of money that cannot move any more once its drawer is closed. */
const Figures = z.object({
  sales: z.int(),
  subtotal: z.int(),
  total: z.int(),
  cash: z.int(),
  debit: z.int(),
  float: z.int(),
  expected: z.int(),
  // Reports of before there were voids and returns say nothing of them.
  refunded: z.object({ total: z.int(), cash: z.int(), debit: z.int() }).default({ total: 0, cash: 0, debit: 0 }),
});

const inWords = {
  sales: 'sales',
  subtotal: 'cents before tax',
  total: 'cents sold',
  cash: 'cents taken in cash',
  debit: 'cents taken by debit',
  refunded: 'cents given back',
  cashBack: 'cents given back in cash',
  debitBack: 'cents given back by debit',
  float: 'cents of float',
  expected: 'cents expected in the drawer',
} as const;

type Sums = Readonly<Record<keyof typeof inWords, number>>;

const said = ({ refunded, ...figures }: z.output<typeof Figures>): Sums => ({
  ...figures,
  refunded: refunded.total,
  cashBack: refunded.cash,
  debitBack: refunded.debit,
});

const recomputed = ({ sales, subtotal, total, cash, debit, refunded }: DrawerTotals, float: number): Sums => ({
  ...{ sales, subtotal, total, cash, debit, float },
  refunded: refunded.total,
  cashBack: refunded.cash,
  debitBack: refunded.debit,
  expected: float + cash - refunded.cash,
});

/** Every figure of a Z report that the records no longer add up to, in words. */
export function figuresThatDiffer(db: Connection): { readonly number: number; readonly words: string }[] {
  const totals = totalsOf(db);
  const rows = db.prepare<[], { number: number; session_id: string; body: string }>(
    'SELECT number, session_id, body FROM z_report ORDER BY number',
  );
  const floatOf = db
    .prepare<[string], number>('SELECT cents FROM drawer_count WHERE session_id = ? AND ordinal = 0')
    .pluck();
  return rows.all().flatMap(({ number, session_id: session, body }) => {
    let parsed: unknown;
    try {
      parsed = JSON.parse(body);
    } catch {
      return [];
    }
    const figures = Figures.safeParse(parsed);
    if (!figures.success) return [];
    const here = said(figures.data);
    const there = recomputed(totals(session), floatOf.get(session) ?? 0);
    const names = Object.keys(inWords) as (keyof Sums)[];
    return names
      .filter((name) => here[name] !== there[name])
      .map((name) => ({
        number,
        words: `Z report ${number} says ${here[name]} ${inWords[name]}; the records add up to ${there[name]}.`,
      }));
  });
}
