import { fill } from '../../../shared/words/bilingual.ts';
import { clockSeconds, dollars, duration } from '../../../shared/words/figures.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import type { Conflict } from '../../state/ui.ts';
import { Say } from '../../ui/say.tsx';
import { Known } from './known.tsx';

/** What Metrc shows against the records, whether the sale is recorded, and on which look that stands. */
export const ConflictFacts = ({ lane }: { readonly lane: Conflict }) => {
  const { snapshot, ui, words, language, zone, now } = useCounterPlace();
  const { conflict: say } = words;
  const proved = lane.kind === 'foreign' && lane.mayBeSettled;
  const number = { number: lane.saleNumber };
  // Before a lead decides, what the people at the counter do; then, what the decision leads to.
  const told =
    ui.settling !== null
      ? lane.refundCents === null
        ? say[`${lane.kind}Then`]
        : fill(say.goneThenBack, { amount: dollars(lane.refundCents, language) })
      : proved
        ? say.foreignProvedTold
        : fill(say[`${lane.kind}Told`], number);
  const look =
    lane.lookedAt === null
      ? words.lane.none
      : fill(say.lookFact, {
          time: clockSeconds(lane.lookedAt, zone, language),
          age: duration(Math.max(0, now - lane.lookedAt)),
        });
  const { totalCents } = snapshot.cart.totals;
  return (
    <>
      <h1>
        <Say text={fill(say[`${lane.kind}Title`], number)} />
      </h1>
      <p className="stopped-told">
        <Say text={told} />
      </p>
      <Known
        facts={[
          [words.lane.sale, fill(say.saleFact, { number: lane.saleNumber, amount: dollars(totalCents, language) })],
          [say.metrcShows, say[`${lane.kind}Shows`]],
          [say.metrcNumbers, <Numbers key="numbers" ids={lane.metrcIds} />],
          [words.lane.lastLook, look],
          [say.recorded, proved ? say.foreignProvedRecorded : say[`${lane.kind}Recorded`]],
        ]}
      />
    </>
  );
};

const Numbers = ({ ids }: { readonly ids: readonly number[] }) => {
  const { words } = useCounterPlace();
  return ids.length === 0 ? words.conflict.noMetrcNumbers : <span className="mono">{ids.join(', ')}</span>;
};
