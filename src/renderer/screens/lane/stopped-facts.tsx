import type { LaneView } from '../../../shared/contract/snapshot.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { clockSeconds, dollars, duration, wholeSecondsUp } from '../../../shared/words/figures.ts';
import { storeProblemWords } from '../../../shared/words/store-problems.ts';
import { useCounterPlace, useTold } from '../../counter-context.tsx';
import { Key } from '../../ui/key.tsx';
import { Say } from '../../ui/say.tsx';
import { LastScan } from '../sale/last-scan.tsx';
import { ConflictFacts } from './conflict-facts.tsx';
import { ConflictWhy } from './conflict-why.tsx';
import { type Fact, Known } from './known.tsx';
import { lookFact } from './look-words.ts';

/** From so many quick starts on people are told to leave the register on (docs/sale-protocol.md 9). */
const RESTARTS_THAT_ALARM = 2;

type LaneIn<State extends LaneView['state']> = Extract<LaneView, { state: State }>;

/** What is known while sales are stopped, and what still works. */
export const StoppedFacts = () => {
  const { snapshot, ui } = useCounterPlace();
  const { lane } = snapshot;
  const settling = lane.state === 'conflict' ? ui.settling : null;
  return (
    <div className={settling === null ? 'stopped-left' : 'stopped-left stopped-settling'}>
      {lane.state === 'unknown' && <UnknownFacts lane={lane} />}
      {lane.state === 'conflict' && <ConflictFacts lane={lane} />}
      {lane.state === 'blocked' && <BlockedFacts lane={lane} />}
      {settling === null ? <StillWorks /> : <ConflictWhy settling={settling} />}
      {settling === null && <RefusedScan />}
    </div>
  );
};

const UnknownFacts = ({ lane }: { readonly lane: LaneIn<'unknown'> }) => {
  const { words, language, zone, now } = useCounterPlace();
  const { lane: say } = words;
  const time = (at: number): string => clockSeconds(at, zone, language);
  const again = lane.because === 'records' ? say.afterRecords : say.afterRestart;
  const title = lane.afterRestart
    ? fill(again, { number: lane.saleNumber })
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
  if (lane.quickRestarts >= RESTARTS_THAT_ALARM) {
    const left = Math.max(0, (lane.quietUntil ?? now) - now);
    const told = fill(say.restartsTold, { count: lane.quickRestarts, time: duration(left) });
    facts.push([say.restarts, told]);
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
  const { snapshot, words, perform } = useCounterPlace();
  return (
    <div className={snapshot.mayPark ? 'stopped-choices stopped-choices-three' : 'stopped-choices'}>
      <Key pressed={choice === 'waits'} onPress={() => perform({ do: 'customerWaits' })}>
        {words.lane.customerWaits}
      </Key>
      <Key pressed={choice === 'leaves'} onPress={() => perform({ do: 'customerLeaves' })}>
        {words.lane.customerLeaves}
      </Key>
      {snapshot.mayPark && <Key onPress={() => perform({ do: 'openPark' })}>{words.park.parkKey}</Key>}
    </div>
  );
};

const BlockedFacts = ({ lane }: { readonly lane: LaneIn<'blocked'> }) => {
  const { words, language, zone, now } = useCounterPlace();
  const { lane: say } = words;
  const told = useTold(lane.refusal);
  const { code, recorded, facts } = lane.refusal;
  const records = code === 'STORE_FAILED' || code === 'STORE_SHUT';
  const wrong = storeProblemWords(facts['problem'], language);
  const next = nextLook(lane.nextLookAt, now, say.now, (left) => fill(say.inTime, { time: left }));
  const known: Fact[] = [
    [say.since, clockSeconds(lane.since, zone, language)],
    // What only a restart ends is not looked at again.
    ...(lane.nextLookAt === null ? [] : [[records ? say.nextTry : say.nextLook, next] as const]),
  ];
  // While the register tries by itself, the advice to start it again would only interrupt it.
  const advice = code === 'STORE_FAILED' && facts['problem'] === 'DISK_ERROR' ? '' : ` ${wrong?.toDo ?? ''}`;
  return (
    <>
      <h1>{told.happened}</h1>
      <p className="stopped-told">
        <Say text={recorded === 'not_known_yet' ? say.saleInDoubt : say.noSaleInDoubt} /> {told.now}
      </p>
      {wrong !== null && (
        <p className="stopped-told">
          {wrong.happened}
          {advice}
        </p>
      )}
      <Known facts={known} />
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

/** A code that was read while nothing can be sold stays readable, with why it was not used. */
const RefusedScan = () => {
  const { snapshot } = useCounterPlace();
  return snapshot.lastScan?.refusal == null ? null : <LastScan cartInView={false} />;
};
