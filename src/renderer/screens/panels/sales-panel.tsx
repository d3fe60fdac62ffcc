import { useEffect, useState } from 'react';
import type { SaleRow, SalesOfDay } from '../../../shared/contract/contract.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import type { Words } from '../../../shared/words/catalogue.ts';
import { clockTime, dollars, plainMoney } from '../../../shared/words/figures.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { Key } from '../../ui/key.tsx';
import { Mark, type MarkKind } from '../../ui/mark.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { PickList } from '../../ui/pick-list.tsx';
import { Say } from '../../ui/say.tsx';

type Listed = { readonly state: 'loading' | 'failed' } | { readonly state: 'here'; readonly day: SalesOfDay };

/** F9: every sale of today with its number at Metrc and its state; Enter opens it. */
export const SalesPanel = () => {
  const { snapshot, words, language, perform } = useCounterPlace();
  const [chosen, setChosen] = useState(0);
  const listed = useSalesOfToday();
  const { panel } = words;
  const rows = listed.state === 'here' ? listed.day.sales : [];
  const beside =
    listed.state === 'here'
      ? [
          fill(panel.salesCount, {
            count: listed.day.confirmedCount,
            amount: dollars(listed.day.confirmedTotalCents, language),
          }),
          ...(listed.day.refundedCents === 0
            ? []
            : [fill(panel.salesBack, { amount: dollars(listed.day.refundedCents, language) })]),
        ].join(', ')
      : '';
  const told = {
    loading: panel.salesLoading,
    failed: panel.salesFailed,
    here: rows.length === 0 ? panel.salesNone : '',
  }[listed.state];
  return (
    <section className="panel" aria-label={panel.salesTitle}>
      <PanelHead title={panel.salesTitle} beside={beside} />
      <PickList
        id="sales"
        label={panel.salesTitle}
        rows={rows}
        keyOf={(row) => row.saleId}
        chosen={chosen}
        onChoose={setChosen}
        onTake={(row) => perform({ do: 'openSale', saleId: row.saleId, saleNumber: row.saleNumber })}
        draw={(row) => <Sale row={row} />}
      />
      {snapshot.signedIn?.role === 'lead' && (
        <div className="panel-acts">
          <Key onPress={() => perform({ do: 'openZReports' })}>{words.change.zKey}</Key>
        </div>
      )}
      <p className="panel-foot quiet" role="status">
        {told === '' ? (
          <span>
            <Say text={panel.enterOpens} />
          </span>
        ) : (
          told
        )}
      </p>
    </section>
  );
};

/** Asks for the list when it opens and whenever a sale has reached a new state. */
function useSalesOfToday(): Listed {
  const { client, snapshot } = useCounterPlace();
  const { salesRevision } = snapshot;
  const [listed, setListed] = useState<Listed>({ state: 'loading' });
  useEffect(() => {
    let wanted = true;
    void salesRevision;
    client.sales.ofDay({ day: null }).then(
      (day) =>
        wanted && setListed({ state: 'here', day: { ...day, sales: day.sales.toSorted((a, b) => b.at - a.at) } }),
      () => wanted && setListed({ state: 'failed' }),
    );
    return () => {
      wanted = false;
    };
  }, [client, salesRevision]);
  return listed;
}

const marks: Readonly<Partial<Record<SaleRow['state'], MarkKind>>> = {
  CONFIRMED: 'signed',
  SUBMITTING: 'asking',
  UNKNOWN: 'unknown',
  CONFLICT: 'attention',
  REJECTED: 'refused',
};

const Sale = ({ row }: { readonly row: SaleRow }) => {
  const { words, language, zone } = useCounterPlace();
  const { panel } = words;
  const state: keyof Words['panel'] = `state${row.state}`;
  const mark = marks[row.state];
  return (
    <div className="found sale-row">
      <div className="found-name">
        <b>{fill(words.counter.saleNumber, { number: row.saleNumber })}</b>
        <span className="found-second figures">
          {clockTime(row.at, zone, language)}, {row.by}
        </span>
      </div>
      <div className="found-name sale-metrc">
        <span className="mono">{row.metrcReceipt ?? panel.noReceipt}</span>
        <span className="found-second">
          {mark !== undefined && <Mark kind={mark} size={18} stroke={11} />} {panel[state]}
        </span>
      </div>
      <div className="sale-kind">
        <span>{row.tenderKind === 'cash' ? panel.cash : panel.debit}</span>
        <span className="found-second">
          {row.refundedCents > 0
            ? `-${plainMoney(row.refundedCents, language)}`
            : row.copies > 0
              ? fill(panel.copiesSoFar, { count: row.copies })
              : ''}
        </span>
      </div>
      <b className="found-price figures">{plainMoney(row.totalCents, language)}</b>
    </div>
  );
};
