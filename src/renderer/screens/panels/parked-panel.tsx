import type { ParkedView } from '../../../shared/contract/snapshot.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { clockSeconds, dollars, duration, wholeSecondsUp } from '../../../shared/words/figures.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { Key } from '../../ui/key.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { Say } from '../../ui/say.tsx';
import { type Fact, Known } from '../lane/known.tsx';
import { lookFact } from '../lane/look-words.ts';
import { receiptDone } from '../lane/signed-plate.tsx';

type ParkedIn<State extends ParkedView['state']> = Extract<ParkedView, { state: State }>;

/** What is known of the parked sale, and what its customer is given once Metrc has shown what it has. */
export const ParkedPanel = () => {
  const { snapshot, words } = useCounterPlace();
  const { parked } = snapshot;
  if (parked === null) return null;
  const title = fill(words.park[`${parked.state}Title`], { number: parked.saleNumber });
  return (
    <section className="panel" aria-label={title}>
      <PanelHead title={title} />
      {parked.state === 'unknown' && <Unknown parked={parked} />}
      {parked.state === 'signed' && <Signed parked={parked} />}
      {parked.state === 'undone' && <Undone parked={parked} />}
    </section>
  );
};

const Unknown = ({ parked }: { readonly parked: ParkedIn<'unknown'> }) => {
  const { words, language, zone, now, perform } = useCounterPlace();
  const { lane: say, park } = words;
  const time = (at: number): string => clockSeconds(at, zone, language);
  const amount = dollars(parked.keptCents, language);
  const leaves = parked.choice === 'leaves';
  const next = parked.nextLookAt;
  const soon = next === null || next <= now;
  const facts: Fact[] = [
    [say.askedMetrc, time(parked.askedAt)],
    [say.lastLook, lookFact(parked, words, time)],
    [say.nextLook, soon ? say.now : fill(say.inTime, { time: duration(wholeSecondsUp(next - now)) })],
  ];
  if (parked.quietUntil !== null) {
    const left = parked.quietUntil - now;
    const then = leaves ? say.quietThenCancel : say.quietThenAsk;
    facts.push([say.quietTimeLeft, left <= 0 ? say.quietOver : fill(then, { time: duration(left) })]);
  }
  return (
    <>
      <p className="panel-told">
        <Say text={fill(leaves ? park.unknownLeaves : park.unknownTold, { amount })} />
      </p>
      <div className="park-known">
        <Known facts={facts} />
      </div>
      <div className="panel-acts">
        <Key pressed={parked.choice === 'waits'} onPress={() => perform({ do: 'parkedWaits' })}>
          {say.customerWaits}
        </Key>
        <Key pressed={leaves} onPress={() => perform({ do: 'parkedLeaves' })}>
          {say.customerLeaves}
        </Key>
      </div>
    </>
  );
};

const Signed = ({ parked }: { readonly parked: ParkedIn<'signed'> }) => {
  const { words, language } = useCounterPlace();
  const { park } = words;
  const told =
    parked.changeCents === 0
      ? park.signedNoChange
      : fill(park.signedCash, { change: dollars(parked.changeCents, language) });
  return (
    <>
      <p className="panel-told">
        <Say text={told} />
      </p>
      {parked.tenderKind === 'cash' && <p className="panel-told">{park.signedDrawer}</p>}
      <div className="park-known">
        <Known
          facts={[
            [
              park.metrcReceipt,
              <span key="receipt" className="mono">
                {parked.metrcReceipt}
              </span>,
            ],
            [park.paper, words.lane[receiptDone[parked.receipt].says]],
          ]}
        />
      </div>
      <SeenTo />
    </>
  );
};

const Undone = ({ parked }: { readonly parked: ParkedIn<'undone'> }) => {
  const { words, language } = useCounterPlace();
  return (
    <>
      <p className="panel-told">
        <Say text={fill(words.park.undoneTold, { amount: dollars(parked.backCents, language) })} />
      </p>
      <SeenTo />
    </>
  );
};

const SeenTo = () => {
  const { words, perform } = useCounterPlace();
  return (
    <div className="panel-acts">
      <Key tone="local" onPress={() => perform({ do: 'parkedSeenTo' })}>
        {words.park.seenTo}
      </Key>
    </div>
  );
};
