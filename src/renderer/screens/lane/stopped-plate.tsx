import { refusalCodes } from '../../../shared/contract/refusals.ts';
import type { LaneView } from '../../../shared/contract/snapshot.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { Key } from '../../ui/key.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Say } from '../../ui/say.tsx';
import { LeadDecides } from './lead-decides.tsx';

/** Sales stopped: the octagon, who to call, and the key that quiets the tone. There is no "try again": it clears itself. */
export const StoppedPlate = () => {
  const { snapshot, words, ui, perform } = useCounterPlace();
  const { lane, store } = snapshot;
  const clears =
    lane.state === 'conflict'
      ? words.lane.clearsByLead
      : lane.state === 'blocked'
        ? lane.refusal.code === 'STORE_SHUT'
          ? words.lane.clearsNever
          : words.lane.clearsWhenMended
        : words.lane.clearsItself;
  return (
    <section
      className={`right plate plate-stop ${lane.state === 'conflict' ? 'plate-conflict' : ''}`}
      aria-label={words.lane.salesStopped}
    >
      <Mark kind="blocked" size={272} />
      <h2 className="stopped-title">{words.lane.salesStopped}</h2>
      <p className="plate-told">
        <Say text={clears} />
      </p>
      <div className="stopped-foot">
        <dl className="contacts">
          {store.contacts.slice(0, 2).map((contact) => (
            <div key={contact.who}>
              <dt>{contact.who}</dt>
              <dd>{contact.phone}</dd>
            </div>
          ))}
        </dl>
        <div className="stopped-act">
          {ui.toneQuiet ? (
            <span>{words.lane.toneQuiet}</span>
          ) : (
            <Key className="plate-key" onPress={() => perform({ do: 'quietTone' })}>
              {words.lane.quietTone}
            </Key>
          )}
          <b className="code stopped-code">{stoppedCode(lane)}</b>
        </div>
        {lane.state === 'conflict' && <LeadDecides lane={lane} />}
      </div>
    </section>
  );
};

function stoppedCode(lane: LaneView): string {
  if (lane.state === 'blocked') return refusalCodes[lane.refusal.code];
  return lane.state === 'conflict' ? refusalCodes.SALE_CONFLICT : refusalCodes.METRC_NO_ANSWER;
}
