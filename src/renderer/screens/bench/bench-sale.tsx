import type { LineView } from '../../../shared/contract/cart-view.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { dollars } from '../../../shared/words/figures.ts';
import { buyerName } from '../../../shared/words/shop-words.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { needsAgencyCheck } from '../../state/availability.ts';
import { LastScan } from '../sale/last-scan.tsx';
import { useLineName } from '../sale/line-name.ts';

/** What the bench covers, in two rows: who buys and what the last scan became; the newest line and how much it is. */
export const BenchSale = () => {
  const { snapshot, words, language } = useCounterPlace();
  const { customer, lines, newestLineId, totals } = snapshot.cart;
  const newest = lines.find((line) => line.lineId === newestLineId) ?? lines.at(-1);
  const inSale = lines.filter((line) => line.state !== 'refused').length;
  const amount = dollars(totals.totalCents, language);
  return (
    <div className="bench-sale">
      <div>
        <b>{customer === null ? words.counter.noCustomer : buyerName(customer.buyerType, language)}</b>
        {needsAgencyCheck(snapshot) && (
          <span>
            <span className="function-key-name">F2</span> {words.keys.verify}
          </span>
        )}
        <LastScan cartInView={false} />
      </div>
      <div>
        {newest === undefined ? <span className="quiet">{words.counter.emptyCart}</span> : <Newest line={newest} />}
        {newest !== undefined && (
          <span className="bench-sale-count figures">
            {inSale === 1
              ? fill(words.counter.linesOne, { amount })
              : fill(words.counter.linesMany, { count: inSale, amount })}
          </span>
        )}
      </div>
    </div>
  );
};

const Newest = ({ line }: { readonly line: LineView }) => {
  const { words } = useCounterPlace();
  const name = useLineName(line);
  return (
    <span className="bench-sale-line">
      {name}
      {line.state === 'refused' && <b className="last-scan-no"> {words.counter.notAdded}</b>}
    </span>
  );
};
