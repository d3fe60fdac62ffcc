import type { LaneView } from '../../../shared/contract/snapshot.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { clockSeconds, dollars, duration, wholeSecondsUp } from '../../../shared/words/figures.ts';
import { useCounterPlace, useTold } from '../../counter-context.tsx';
import { Key } from '../../ui/key.tsx';
import { Say } from '../../ui/say.tsx';
import { lookFact } from './look-words.ts';

type LaneIn<State extends LaneView['state']> = Extract<LaneView, { state: State }>;

/** What is known while sales are stopped, and what still works. */
export const StoppedFacts = () => {
  const { snapshot } = useCounterPlace();
  const { lane } = snapshot;
  return (
    <div className="stopped-left">
      {lane.state === 'unknown' && <UnknownFacts lane={lane} />}
      {lane.state === 'conflict' && <ConflictFacts lane={lane} />}
      {lane.state === 'blocked' && <BlockedFacts lane={lane} />}
      <StillWorks />
    </div>
  );
};

type Fact = readonly [label: string, told: string];

const Known = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <dl className="known figures">
    {facts.map(([label, told]) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{told}</dd>
      </div>
    ))}
  </dl>
);

const UnknownFacts = ({ lane }: { readonly lane: LaneIn<'unknown'> }) => {
  const { words, language, zone, now } = useCounterPlace();
  const { lane: say } = words;
  const time = (at: number): string => clockSeconds(at, zone, language);
  const title = lane.afterRestart
    ? fill(say.afterRestart, { number: lane.saleNumber })
    : fill(say.notAnsweredFor, { time: duration(now - lane.askedAt) });
  const leaves = lane.choice === 'leaves';
  const amount = dollars(lane.tenderKind === 'cash' ? lane.givenCents : lane.totalCents, language);
  const asked =
    lane.attempt > 1 ? fill(say.attemptTime, { time: time(lane.askedAt), attempt: lane.attempt }) : time(lane.askedAt);
  const facts: Fact[] = [
    [say.askedMetrc, asked],
    [say.lastLook, lookFact(lane, words, time)],
    [say.nextLook, nextLook(lane.nextLookAt, now, say.now, (left) => fill(say.inTime, { time: left }))],
  ];
  if (lane.quietUntil !== null) {
    const left = lane.quietUntil - now;
    const then = leaves ? say.quietThenCancel : say.quietThenAsk;
    facts.push([say.quietTimeLeft, left <= 0 ? say.quietOver : fill(then, { time: duration(left) })]);
  }
  return (
    <>
      <h1>
        <Say text={title} />
      </h1>
      <p className="stopped-told">
        <Say
          text={
            leaves
              ? fill(say.leavingGoods, { number: lane.saleNumber })
              : fill(say.keepGoods, { number: lane.saleNumber, amount })
          }
        />
      </p>
      <Known facts={facts} />
      <StoppedChoices choice={lane.choice} />
    </>
  );
};

const nextLook = (at: number | null, now: number, nowWord: string, inTime: (left: string) => string): string =>
  at === null || at <= now ? nowWord : inTime(duration(wholeSecondsUp(at - now)));

const StoppedChoices = ({ choice }: { readonly choice: LaneIn<'unknown'>['choice'] }) => {
  const { words, perform } = useCounterPlace();
  return (
    <div className="stopped-choices">
      <Key pressed={choice === 'waits'} onPress={() => perform({ do: 'customerWaits' })}>
        {words.lane.customerWaits}
      </Key>
      <Key pressed={choice === 'leaves'} onPress={() => perform({ do: 'customerLeaves' })}>
        {words.lane.customerLeaves}
      </Key>
    </div>
  );
};

const ConflictFacts = ({ lane }: { readonly lane: LaneIn<'conflict'> }) => {
  const { words, language, zone } = useCounterPlace();
  const { lane: say } = words;
  const numbers = lane.metrcIds.length === 0 ? say.noMetrcNumbers : lane.metrcIds.join(', ');
  return (
    <>
      <h1>
        <Say text={fill(say.conflictTitle, { number: lane.saleNumber })} />
      </h1>
      <p className="stopped-told">
        <Say text={fill(say.conflictTold, { number: lane.saleNumber })} />
      </p>
      <Known
        facts={[
          [say.sale, String(lane.saleNumber)],
          [say.foundAt, clockSeconds(lane.foundAt, zone, language)],
          [say.metrcNumbers, numbers],
        ]}
      />
    </>
  );
};

const BlockedFacts = ({ lane }: { readonly lane: LaneIn<'blocked'> }) => {
  const { words, language, zone, now } = useCounterPlace();
  const { lane: say } = words;
  const told = useTold(lane.refusal);
  return (
    <>
      <h1>{told.happened}</h1>
      <p className="stopped-told">
        <Say text={say.noSaleInDoubt} /> {told.now}
      </p>
      <Known
        facts={[
          [say.since, clockSeconds(lane.since, zone, language)],
          [say.nextLook, nextLook(lane.nextLookAt, now, say.now, (left) => fill(say.inTime, { time: left }))],
        ]}
      />
    </>
  );
};

/** What is not stopped stays pressable. */
const StillWorks = () => {
  const { snapshot, words, perform, benchDocked } = useCounterPlace();
  return (
    <fieldset className="still-works" aria-label={words.lane.stillWorks}>
      <b>{words.lane.stillWorks}</b>
      <Key onPress={() => perform({ do: 'functionKey', key: 'F3' })}>{words.keys.lookUp}</Key>
      <Key onPress={() => perform({ do: 'functionKey', key: 'F8' })}>{words.lane.counts}</Key>
      <Key onPress={() => perform({ do: 'functionKey', key: 'F9' })}>{words.lane.reports}</Key>
      {snapshot.store.mode === 'training' && !benchDocked && (
        <Key onPress={() => perform({ do: 'toggleBench' })}>{words.counter.bench}</Key>
      )}
    </fieldset>
  );
};
