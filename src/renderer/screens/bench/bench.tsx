import type { BenchView } from '../../../shared/contract/bench-view.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import type { Words } from '../../../shared/words/catalogue.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { Key } from '../../ui/key.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Faults, MetrcAnswers } from './bench-faults.tsx';
import { PaperAndDrawer } from './bench-paper.tsx';

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

/** Where there is no room beside the register: the same bench over its left, the totals and Pay unchanged at the right. */
export const BenchOverLeft = () => {
  const { bench, words, perform } = useCounterPlace();
  return (
    <section className="bench bench-over" aria-label={words.bench.title}>
      <div className="bench-head">
        <h2>{words.bench.title}</h2>
        <span>{words.bench.noRealMetrc}</span>
        <Key className="bench-esc" name={words.counter.escClose} onPress={() => perform({ do: 'toggleBench' })}>
          {words.counter.esc}
        </Key>
      </div>
      {bench === null ? <p>{words.bench.loading}</p> : <BenchParts bench={bench} />}
    </section>
  );
};

const BenchParts = ({ bench }: BenchPart) => (
  <div className="bench-parts">
    <div className="bench-goods">
      <Shelf bench={bench} />
      <Cards bench={bench} />
    </div>
    <div className="bench-things">
      <PaperAndDrawer bench={bench} />
      <Faults bench={bench} />
      <MetrcAnswers bench={bench} />
    </div>
  </div>
);

export const BenchSection = ({ title, beside, children }: { readonly title: string; readonly beside?: string; readonly children: React.ReactNode }) => (
  <section className="bench-section" aria-label={title}>
    <div className="bench-section-head">
      <h3>{title}</h3>
      {beside !== undefined && <span>{beside}</span>}
    </div>
    {children}
  </section>
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

const Shelf = ({ bench }: BenchPart) => {
  const { words, perform } = useCounterPlace();
  return (
    <BenchSection title={words.bench.shelf} beside={words.bench.pressToScan}>
      <div className="shelf">
        {bench.shelf.map((item) => {
          const note = words.bench[notes[item.note]];
          const scan = (): void => perform({ do: 'bench', act: { act: 'scan', itemId: item.itemId } });
          const name = fill(words.bench.scanItem, { name: item.name, note });
          if (item.tagTail === '') {
            return (
              <Key key={item.itemId} className="shelf-plain" name={name} onPress={scan}>
                {item.name}
              </Key>
            );
          }
          const sells = item.note === 'valid' || item.note === 'same_unit';
          return (
            <Key key={item.itemId} className="shelf-item" name={name} onPress={scan}>
              <b>{item.name}</b>
              <span className="mono shelf-tag">{item.tagTail}</span>
              <span className={sells ? 'shelf-note' : 'shelf-note shelf-no'}>
                <Mark kind={sells ? 'done' : 'refused'} size={18} stroke={sells ? 13 : 8} />
                {note}
              </span>
            </Key>
          );
        })}
      </div>
    </BenchSection>
  );
};

const Cards = ({ bench }: BenchPart) => {
  const { words, perform } = useCounterPlace();
  return (
    <BenchSection title={words.bench.cards}>
      <div className="bench-keys">
        {bench.cards.map((card) => {
          const note = { valid: words.bench.valid, expired: words.bench.expired, unknown: words.bench.unknownCard }[card.note];
          return (
            <Key
              key={card.itemId}
              name={fill(words.bench.scanCard, { name: card.name, note })}
              onPress={() => perform({ do: 'bench', act: { act: 'scan', itemId: card.itemId } })}
            >
              {card.name}
            </Key>
          );
        })}
      </div>
    </BenchSection>
  );
};
