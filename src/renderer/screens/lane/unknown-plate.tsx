import { refusalCodes } from '../../../shared/contract/refusals.ts';
import type { LaneView } from '../../../shared/contract/snapshot.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { clockSeconds, dollars, duration, wholeSecondsUp } from '../../../shared/words/figures.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { Key } from '../../ui/key.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Say } from '../../ui/say.tsx';
import { lookSentence } from './look-words.ts';

type Unknown = Extract<LaneView, { state: 'unknown' }>;

/** The first 20 s without an answer: still yellow, still a ring, now with the shield; two choices, no third. */
export const UnknownPlate = ({ lane }: { readonly lane: Unknown }) => {
  const { words, now, zone, language } = useCounterPlace();
  return (
    <section className="right plate plate-ask plate-unknown" aria-label={words.lane.notAnswered.replace('\n', ' ')}>
      <div className="unknown-head">
        <Mark kind="unknown" size={136} stroke={9} />
        <div>
          <h2>
            <Say text={words.lane.notAnswered} />
          </h2>
          <p className="figures">{fill(words.lane.askedAgo, { time: duration(now - lane.askedAt) })}</p>
        </div>
      </div>
      <p className="unknown-told">
        <Say text={words.lane.notKnownYet} />
      </p>
      <p className="unknown-band">
        <Say text={words.lane.doNotTakePayment} />
      </p>
      <div className="unknown-look figures">
        <p className="unknown-next">
          <span>
            <NextLook lane={lane} />
          </span>
          <span className="code">{refusalCodes.METRC_NO_ANSWER}</span>
        </p>
        <p>{lookSentence(lane, words, (at) => clockSeconds(at, zone, language))}</p>
      </div>
      <UnknownChoices lane={lane} />
    </section>
  );
};

const NextLook = ({ lane }: { readonly lane: Unknown }) => {
  const { words, now } = useCounterPlace();
  if (lane.nextLookAt === null || lane.nextLookAt <= now) return <Say text={words.lane.lookingNow} />;
  return <Say text={fill(words.lane.lookingAgainIn, { time: duration(wholeSecondsUp(lane.nextLookAt - now)) })} />;
};

const UnknownChoices = ({ lane }: { readonly lane: Unknown }) => {
  const { words, language, perform } = useCounterPlace();
  const leaves =
    lane.tenderKind === 'cash'
      ? fill(words.lane.customerLeavesThen, { amount: dollars(lane.givenCents, language) })
      : words.lane.customerLeavesDebit;
  return (
    <div className="unknown-choices">
      <Key
        className="plate-key choice"
        pressed={lane.choice === 'waits'}
        onPress={() => perform({ do: 'customerWaits' })}
      >
        <b>{words.lane.customerWaits}</b> <span>{words.lane.customerWaitsThen}</span>
      </Key>
      <Key
        className="plate-key choice"
        pressed={lane.choice === 'leaves'}
        onPress={() => perform({ do: 'customerLeaves' })}
      >
        <b>{words.lane.customerLeaves}</b> <span>{leaves}</span>
      </Key>
    </div>
  );
};
