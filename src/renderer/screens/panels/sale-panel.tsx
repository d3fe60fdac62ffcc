import { useEffect, useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import type { SaleChangeView, SaleDetail } from '../../../shared/contract/contract.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { clockTime, dollars, plainMoney } from '../../../shared/words/figures.ts';
import { useCounterPlace, useTold } from '../../counter-context.tsx';
import type { Changing } from '../../state/ui.ts';
import { usePanelKeys } from '../../state/use-keys.ts';
import { Key } from '../../ui/key.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { Say } from '../../ui/say.tsx';
import { ChangeForm } from './change-form.tsx';

type Read = { readonly state: 'loading' | 'failed' } | { readonly state: 'here'; readonly sale: SaleDetail };

/** One sale of the list: what was sold, what became of it, a copy, and a lead's void or return. */
export const SalePanel = ({ saleId, saleNumber }: { readonly saleId: string; readonly saleNumber: number }) => {
  const { ui, words } = useCounterPlace();
  const read = useSale(saleId);
  const { change } = words;
  const state = read.state === 'here' ? words.panel[`state${read.sale.state}`] : '';
  return (
    <section className="panel" aria-label={fill(change.saleTitle, { number: saleNumber })}>
      <PanelHead title={fill(change.saleTitle, { number: saleNumber })} beside={state} />
      {read.state === 'here' ? (
        <div className="sale-page">
          <Sold sale={read.sale} />
          <Lines sale={read.sale} changing={ui.changing} />
          {ui.changing === null ? <Acts sale={read.sale} /> : <ChangeForm changing={ui.changing} />}
        </div>
      ) : (
        <p className="panel-foot quiet" role="status">
          {change[read.state]}
        </p>
      )}
    </section>
  );
};

/** Asks for the sale when it opens and whenever a sale has reached a new state. */
function useSale(saleId: string): Read {
  const { client, snapshot } = useCounterPlace();
  const { salesRevision } = snapshot;
  const [read, setRead] = useState<Read>({ state: 'loading' });
  useEffect(() => {
    let wanted = true;
    void salesRevision;
    client.sales.detail({ saleId }).then(
      (sale) => wanted && setRead(sale === null ? { state: 'failed' } : { state: 'here', sale }),
      () => wanted && setRead({ state: 'failed' }),
    );
    return () => {
      wanted = false;
    };
  }, [client, saleId, salesRevision]);
  return read;
}

const Sold = ({ sale }: { readonly sale: SaleDetail }) => {
  const { words, language, zone } = useCounterPlace();
  const kind = words.panel[sale.tenderKind];
  return (
    <div className="sale-page-head figures">
      <p>{fill(words.change.soldAt, { time: clockTime(sale.at, zone, language), who: sale.by, kind })}</p>
      <p className="mono">
        {sale.metrcReceipt === null
          ? words.panel.noReceipt
          : fill(words.change.metrcHas, { receipt: sale.metrcReceipt })}
      </p>
      <b className="sale-page-total">{dollars(sale.totalCents, language)}</b>
    </div>
  );
};

const Lines = ({ sale, changing }: { readonly sale: SaleDetail; readonly changing: Changing | null }) => {
  const { words, language } = useCounterPlace();
  const typed = changing?.kind === 'return' ? changing.back : null;
  return (
    <ul className="sale-page-lines">
      {sale.lines.map((line) => (
        <li key={line.line} className="sale-page-line">
          <b className="sale-page-name">{line.name}</b>
          <span className="figures quiet">
            {words.change.sold} {line.quantity}
            {line.left === line.quantity ? '' : `, ${words.change.left} ${line.left}`}
          </span>
          {typed !== null && line.left !== '0' ? (
            <ComesBack line={line} typed={typed[line.line] ?? ''} />
          ) : (
            <span className="figures">{plainMoney(line.netCents, language)}</span>
          )}
        </li>
      ))}
    </ul>
  );
};

const ComesBack = ({ line, typed }: { readonly line: SaleDetail['lines'][number]; readonly typed: string }) => {
  const { words, perform } = useCounterPlace();
  const say = (quantity: string): void => perform({ do: 'comesBack', line: line.line, quantity });
  return (
    <span className="comes-back">
      <TextField value={typed} onChange={say} maxLength={12} autoComplete="off" inputMode="decimal">
        <Label className="only-heard">{fill(words.change.backOf, { name: line.name })}</Label>
        <Input className="field comes-back-field figures" placeholder={words.change.back} />
      </TextField>
      <Key name={fill(words.change.allOf, { name: line.name })} onPress={() => say(line.left)}>
        {words.change.all}
      </Key>
    </span>
  );
};

/** What became of the last void or return, and what can be done now. */
const Acts = ({ sale }: { readonly sale: SaleDetail }) => {
  const { words, perform } = useCounterPlace();
  const told = useTold(sale.unchangeable);
  const last = sale.changes.at(-1);
  const signed = sale.state === 'CONFIRMED';
  const copy = (): void => perform({ do: 'reprint', saleId: sale.saleId, saleNumber: sale.saleNumber });
  usePanelKeys((key) => {
    if (key === 'Enter' && signed) copy();
    return true;
  });
  return (
    <>
      {last !== undefined && <Outcome change={last} sale={sale} />}
      <div className="panel-acts">
        <Key unavailable={!signed} onPress={copy}>
          {words.change.copyKey}
        </Key>
        <Key unavailable={told !== null} onPress={() => perform({ do: 'beginChange', kind: 'void' })}>
          {words.change.voidKey}
        </Key>
        <Key unavailable={told !== null} onPress={() => perform({ do: 'beginChange', kind: 'return' })}>
          {words.change.returnKey}
        </Key>
      </div>
      <p className="panel-foot quiet">
        {sale.copies > 0 && <span>{fill(words.panel.copiesSoFar, { count: sale.copies })}</span>}
        <span>{told === null ? <Say text={words.change.keysSay} /> : told.short}</span>
      </p>
    </>
  );
};

const Outcome = ({ change, sale }: { readonly change: SaleChangeView; readonly sale: SaleDetail }) => {
  const { words, language } = useCounterPlace();
  const say = words.change;
  const { outcome, kind } = change;
  const told = {
    running: kind === 'void' ? say.voidRunning : say.returnRunning,
    proved: kind === 'void' ? say.voidProved : say.returnProved,
    refused: say.refusedTold,
    settled_by_lead: say.settledTold,
  }[outcome ?? 'running'];
  return (
    <div className="outcome" role="status">
      {outcome === 'proved' && (
        <p className="outcome-amount figures">
          {dollars(change.refundCents, language)}{' '}
          <span>{sale.tenderKind === 'cash' ? say.backInCash : say.backOnCard}</span>
        </p>
      )}
      <p className="outcome-told">
        <Say text={told} />
      </p>
      {change.said !== null && <p>{fill(say.refusedSaid, { said: change.said })}</p>}
      <p className="quiet">{fill(say.askedBy, { lead: change.lead, reason: change.reason })}</p>
      <dl className="outcome-sides figures">
        <Side label={say.before} receipt={change.before} />
        {change.after !== null && <Side label={say.after} receipt={change.after} />}
      </dl>
    </div>
  );
};

const Side = ({ label, receipt }: { readonly label: string; readonly receipt: SaleChangeView['before'] }) => {
  const { words, language } = useCounterPlace();
  const amount = plainMoney(receipt.totalCents, language);
  const count = receipt.lines.length;
  const lines = count === 1 ? words.panel.linesOne : fill(words.panel.linesMany, { count });
  const sum = fill(words.change.receiptSum, { lines, amount });
  return (
    <div>
      <dt>{label}</dt>
      <dd>{receipt.archived ? words.change.receiptGone : sum}</dd>
    </div>
  );
};
