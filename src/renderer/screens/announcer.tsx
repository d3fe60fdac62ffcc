import { fill } from '../../shared/words/bilingual.ts';
import { dollars } from '../../shared/words/figures.ts';
import { useCounterPlace } from '../counter-context.tsx';

/** Says every change of the lane for those who hear the screen instead of seeing it. */
export const Announcer = () => {
  const { snapshot, words, language } = useCounterPlace();
  const { lane } = snapshot;
  const { lane: say } = words;
  const told = (): string => {
    switch (lane.state) {
      case 'ready':
        return say.sayReady;
      case 'asking':
        return fill(say.sayAsking, { number: lane.saleNumber });
      case 'signed': {
        const change =
          lane.changeCents === 0
            ? say.sayNoChange
            : fill(say.sayChange, { amount: dollars(lane.changeCents, language) });
        return fill(say.saySigned, { number: lane.saleNumber, change });
      }
      case 'unknown':
        return fill(say.sayUnknown, { number: lane.saleNumber });
      case 'conflict':
        return fill(words.conflict.sayConflict, {
          what: fill(words.conflict[`${lane.kind}Title`], { number: lane.saleNumber }).replace('\n', ' '),
        });
      default:
        return say.sayBlocked;
    }
  };
  const { parked } = snapshot;
  const toldOfParked = (): string => {
    if (parked === null) return '';
    const sentence = parked.state === 'unknown' ? words.park.sayParked : words.park.settledNote;
    return ` ${fill(sentence, { number: parked.saleNumber })}`;
  };
  return (
    <div className="only-heard" role="status" aria-live="assertive">
      {snapshot.signedIn === null ? '' : `${told()}${toldOfParked()}`}
    </div>
  );
};
