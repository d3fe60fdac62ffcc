import type { LaneView } from '../../../shared/contract/snapshot.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { dollars, plainMoney } from '../../../shared/words/figures.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { Key } from '../../ui/key.tsx';
import { AskingRing } from '../../ui/mark.tsx';

type Asking = Extract<LaneView, { state: 'asking' }>;

/** More letters than this do not fit at full size. */
const LONG_TITLE = 14;

/** The ring turns; the scale says when choices come and when it is decided. */
export const AskingPlate = ({ lane }: { readonly lane: Asking }) => {
  const { words, now } = useCounterPlace();
  const seconds = Math.max(0, Math.floor((now - lane.askedAt) / 1000));
  const choices = now - lane.askedAt >= lane.choicesAfterMs;
  return (
    <section className="right plate plate-ask" aria-label={words.lane.asking}>
      <AskingRing seconds={seconds < 1 ? null : fill(words.lane.seconds, { seconds })} />
      <h2 className={words.lane.asking.length > LONG_TITLE ? 'plate-title plate-title-long' : 'plate-title'}>
        {words.lane.asking}
      </h2>
      <p className="plate-told">
        {lane.customerLeaves ? (
          words.lane.leavesNoted
        ) : (
          <>
            {words.lane.chargedOnce}
            <br />
            {words.lane.waitForTick}
          </>
        )}
      </p>
      <Scale lane={lane} seconds={seconds} />
      {choices && !lane.customerLeaves && <Choices />}
      <AskingFoot lane={lane} />
    </section>
  );
};

const Choices = () => {
  const { words, perform } = useCounterPlace();
  return (
    <div className="asking-choices">
      <Key className="plate-key" onPress={() => perform({ do: 'customerWaits' })}>
        {words.lane.customerWaits}
      </Key>
      <Key className="plate-key" onPress={() => perform({ do: 'customerLeaves' })}>
        {words.lane.customerLeaves}
      </Key>
    </div>
  );
};

const WIDTH = 482;

/** One tick a second, a long one where something may happen, and the time that has passed under the line. */
const Scale = ({ lane, seconds }: { readonly lane: Asking; readonly seconds: number }) => {
  const { words } = useCounterPlace();
  const decision = Math.round(lane.decidedAfterMs / 1000);
  const choices = Math.round(lane.choicesAfterMs / 1000);
  const at = (second: number): number => 1 + (second / decision) * (WIDTH - 2);
  const ticks = Array.from({ length: decision + 1 }, (_, second) => second);
  const passed = Math.min(seconds, decision);
  return (
    <div className="scale" role="img" aria-label={fill(words.lane.scaleOfAsking, { seconds: passed, decision })}>
      <svg viewBox={`0 0 ${WIDTH} 36`} preserveAspectRatio="none" aria-hidden="true">
        <path d={`M0 24H${WIDTH}`} className="scale-line" />
        {ticks.map((second) => (
          <path key={second} d={`M${at(second)} ${second % 5 === 0 ? 0 : 12}V24`} className="scale-line" />
        ))}
        <rect x="0" y="24" width={at(passed) + (passed > 0 ? 1 : -1)} height="11" className="scale-passed" />
      </svg>
      <div className="scale-told figures">
        <span>0</span>
        <span className="scale-choices" style={{ left: `${(choices / decision) * 100}%` }}>
          {fill(words.lane.choicesAt, { seconds: choices })}
        </span>
        <span>{fill(words.lane.decisionAt, { seconds: decision })}</span>
      </div>
    </div>
  );
};

const AskingFoot = ({ lane }: { readonly lane: Asking }) => {
  const { words, language } = useCounterPlace();
  const tender = lane.tenderKind === 'cash' ? words.lane.cashAmount : words.lane.debitAmount;
  const amount = lane.tenderKind === 'cash' ? lane.givenCents : lane.totalCents;
  return (
    <div className="plate-foot plate-foot-asking figures">
      <span>{fill(words.counter.saleNumber, { number: lane.saleNumber })}</span>
      <span>{fill(tender, { amount: plainMoney(amount, language) })}</span>
      <b>{dollars(lane.totalCents, language)}</b>
    </div>
  );
};
