import { useState } from 'react';
import type { BenchView } from '../../../shared/contract/bench-view.ts';
import type { Words } from '../../../shared/words/catalogue.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { needsAgencyCheck } from '../../state/availability.ts';
import { EscSays } from '../../ui/esc-says.tsx';
import { Key } from '../../ui/key.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Notice } from '../notice.tsx';
import { AgencyKeys } from '../sale/customer-card.tsx';
import { LastScan } from '../sale/last-scan.tsx';
import { Faults, MetrcAnswers } from './bench-faults.tsx';
import { PaperAndDrawer } from './bench-paper.tsx';
import { BenchSale } from './bench-sale.tsx';
import { BenchSection } from './bench-section.tsx';

type BenchPart = { readonly bench: BenchView };

/** The training bench beside the register: its ground is a bench, its switches are the real faults. */
export const Bench = () => {
  const { bench, words } = useCounterPlace();
  return (
    <aside className="bench" aria-label={words.bench.title}>
      <div className="bench-head">
        <h2>{words.bench.title}</h2>
        <span>{words.bench.noRealMetrc}</span>
      </div>
      {bench === null ? <p>{words.bench.loading}</p> : <BenchParts bench={bench} />}
    </aside>
  );
};

/**
 * Where there is no room beside the register: the same bench over its left, in two pages; the customer, the last scan,
 * the newest line, the totals and Pay stay in view.
 */
export const BenchOverLeft = () => {
  const { snapshot, bench, words, perform } = useCounterPlace();
  const [page, setPage] = useState<'goods' | 'machines'>('goods');
  return (
    <section className="bench bench-over" aria-label={words.bench.title}>
      <div className="bench-head">
        <h2>{words.bench.title}</h2>
        <Key pressed={page === 'goods'} onPress={() => setPage('goods')}>
          {words.bench.goods}
        </Key>
        <Key pressed={page === 'machines'} onPress={() => setPage('machines')}>
          {words.bench.machines}
        </Key>
        <Key className="bench-esc" onPress={() => perform({ do: 'toggleBench' })}>
          <EscSays does={words.counter.escClose} />
        </Key>
      </div>
      {snapshot.signedIn === null ? <LastScan cartInView={false} /> : <BenchSale />}
      {bench === null ? (
        <p>{words.bench.loading}</p>
      ) : page === 'goods' ? (
        <GoodsAndCards bench={bench} />
      ) : (
        <Machines bench={bench} />
      )}
      {needsAgencyCheck(snapshot) && <AgencyKeys />}
      <Notice />
    </section>
  );
};

const BenchParts = ({ bench }: BenchPart) => (
  <>
    <GoodsAndCards bench={bench} />
    <Machines bench={bench} />
  </>
);

const GoodsAndCards = ({ bench }: BenchPart) => (
  <div className="bench-goods">
    <Shelf bench={bench} />
    <Cards bench={bench} />
  </div>
);

const Machines = ({ bench }: BenchPart) => (
  <div className="bench-things">
    <PaperAndDrawer bench={bench} />
    <Faults bench={bench} />
    <MetrcAnswers bench={bench} />
  </div>
);

const notes = {
  valid: 'valid',
  held: 'held',
  expired: 'expired',
  test_failed: 'testFailed',
  over_limit: 'overLimit',
  unknown_code: 'unknownCode',
  same_unit: 'sameUnit',
} as const satisfies Record<BenchView['shelf'][number]['note'], keyof Words['bench']>;

type ShelfItem = BenchView['shelf'][number];

/** A code that belongs to nothing lies with the cards. */
const isNoPackage = (item: ShelfItem): boolean => item.tagTail === '';

/** More goods than this show no tags. */
const FEW_GOODS = 8;

const Shelf = ({ bench }: BenchPart) => {
  const { words } = useCounterPlace();
  const goods = bench.shelf.filter((item) => !isNoPackage(item));
  return (
    <BenchSection title={words.bench.shelf} beside={words.bench.pressToScan}>
      <div className={goods.length > FEW_GOODS ? 'shelf shelf-many' : 'shelf'}>
        {goods.map((item) => (
          <Goods key={item.itemId} item={item} />
        ))}
      </div>
    </BenchSection>
  );
};

const Goods = ({ item }: { readonly item: ShelfItem }) => {
  const { words, perform } = useCounterPlace();
  const note = words.bench[notes[item.note]];
  const sells = item.note === 'valid' || item.note === 'same_unit';
  return (
    <Key className="shelf-item" onPress={() => perform({ do: 'bench', act: { act: 'scan', itemId: item.itemId } })}>
      <span className="only-heard">{words.bench.scan}</span> <b>{item.name}</b>{' '}
      <span className="mono shelf-tag">{item.tagTail}</span>{' '}
      <span className={sells ? 'shelf-note' : 'shelf-note shelf-no'}>
        <Mark kind={sells ? 'done' : 'refused'} size={18} stroke={sells ? 13 : 8} />
        {note}
      </span>
    </Key>
  );
};

const Cards = ({ bench }: BenchPart) => {
  const { words, perform } = useCounterPlace();
  const scan = (itemId: string): void => perform({ do: 'bench', act: { act: 'scan', itemId } });
  return (
    <BenchSection title={words.bench.cards} beside={words.bench.pressToScan}>
      <div className="bench-keys">
        {bench.cards.map((card) => {
          const note = { valid: words.bench.valid, expired: words.bench.expired, unknown: words.bench.unknownCard }[
            card.note
          ];
          return (
            <Key key={card.itemId} className="bench-card" onPress={() => scan(card.itemId)}>
              <span className="only-heard">{words.bench.scanCard}</span> <b>{card.name}</b> <span>{note}</span>
            </Key>
          );
        })}
        {bench.shelf.filter(isNoPackage).map((item) => {
          const title = item.name === '' ? words.bench.unknownCodeItem : item.name;
          return (
            <Key key={item.itemId} onPress={() => scan(item.itemId)}>
              <span className="only-heard">{words.bench.scan}</span> {title}
            </Key>
          );
        })}
      </div>
    </BenchSection>
  );
};
