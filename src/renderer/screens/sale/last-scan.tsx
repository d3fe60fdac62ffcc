import type { LastScanView } from '../../../shared/contract/snapshot.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import type { Words } from '../../../shared/words/catalogue.ts';
import { useCounterPlace, useTold } from '../../counter-context.tsx';

const outcomes = {
  added: 'scanAdded',
  quantity: 'scanQuantity',
  checking: 'scanChecking',
  not_added: 'scanNotAdded',
  customer: 'scanCustomer',
  signed_in: 'scanSignedIn',
  found: 'scanFound',
  waiting: 'scanWaiting',
  not_used: 'scanNotUsed',
} as const satisfies Record<LastScanView['outcome'], keyof Words['counter']>;

/** What was read last, and what became of it. Stays readable, also when nothing could be done with it. */
export const LastScan = ({ cartInView }: { readonly cartInView: boolean }) => {
  const { snapshot, words } = useCounterPlace();
  const { lastScan, lane } = snapshot;
  const hidden = lane.state === 'asking' || lane.state === 'unknown';
  return (
    <div className="last-scan">
      {hidden || lastScan === null ? (
        <span className="quiet">{hidden ? '' : `${words.counter.lastScan}: ${words.counter.noScanYet}`}</span>
      ) : (
        <Read scan={lastScan} cartInView={cartInView} />
      )}
    </div>
  );
};

const Read = ({ scan, cartInView }: { readonly scan: LastScanView; readonly cartInView: boolean }) => {
  const { snapshot, words } = useCounterPlace();
  const told = useTold(scan.refusal);
  const { lane } = snapshot;
  const inSale = lane.state === 'signed' && scan.outcome === 'added';
  const became = inSale
    ? fill(words.counter.inSale, { number: lane.saleNumber })
    : words.counter[outcomes[scan.outcome]];
  const refusedElsewhere =
    cartInView && scan.outcome === 'not_added' && snapshot.cart.lines.some((line) => line.state === 'refused');
  return (
    <>
      <span className="last-scan-read">
        <span className="quiet">{words.counter.lastScan}</span>
        <span className="mono quiet last-scan-code">{scan.shown}</span>
      </span>
      <span className={scan.refusal === null ? 'quiet' : 'last-scan-no'}>
        {told === null || refusedElsewhere ? became : `${told.short}, ${told.code}`}
      </span>
    </>
  );
};
