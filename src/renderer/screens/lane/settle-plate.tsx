import { fill } from '../../../shared/words/bilingual.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { leadsOf, settleMissing } from '../../state/step-conflict.ts';
import type { Conflict, Settling } from '../../state/ui.ts';
import { CornerKey } from '../../ui/corner-key.tsx';
import { Key } from '../../ui/key.tsx';
import { Keypad } from '../../ui/keypad.tsx';
import { Mark } from '../../ui/mark.tsx';
import { PinDots } from '../../ui/pin-dots.tsx';
import { Say } from '../../ui/say.tsx';

type SettleProps = { readonly lane: Conflict; readonly settling: Settling };

/** The stop plate while a lead decides: name, PIN, and in the corner the decision in words. */
export const SettlePlate = ({ lane, settling }: SettleProps) => {
  const { words, now, perform } = useCounterPlace();
  const missing = settleMissing(lane, settling, now);
  return (
    <section className="right plate plate-stop plate-settle" aria-label={words.lane.salesStopped}>
      <div className="settle-head">
        <Mark kind="blocked" size={56} />
        <h2>{words.lane.salesStopped}</h2>
      </div>
      <Leads settling={settling} />
      <Keypad name={words.signIn.pinPad} beside="clear" />
      <CornerKey
        label={words.conflict[`${lane.kind}Key`]}
        beside={missing === null ? 'F12' : words.conflict[missing]}
        besideIs={missing === null ? 'key' : 'reason'}
        ready={missing === null}
        tone="local"
        onPress={() => perform({ do: 'corner' })}
      />
    </section>
  );
};

/** The names of those who may decide, and how many digits of the chosen one's PIN are typed. */
const Leads = ({ settling }: { readonly settling: Settling }) => {
  const { snapshot, words, perform } = useCounterPlace();
  const leads = leadsOf(snapshot);
  const chosen = leads.find((person) => person.id === settling.leadId);
  return (
    <div className="settle-who">
      <div className="settle-pin">
        <h3>{chosen?.name ?? words.conflict.whoDecides}</h3>
        <PinDots typed={settling.pin.length} />
      </div>
      <div className="settle-leads">
        {leads.map((person) => (
          <Key
            key={person.id}
            className="plate-key settle-lead"
            pressed={person.id === settling.leadId}
            onPress={() => perform({ do: 'chooseStaff', staffId: person.id })}
          >
            <b>{person.name}</b>
            <TrainingPin staffId={person.id} />
          </Key>
        ))}
      </div>
    </div>
  );
};

/** In the training store the PIN stands on the tile, as it does at the sign-in. */
const TrainingPin = ({ staffId }: { readonly staffId: string }) => {
  const { snapshot, words } = useCounterPlace();
  const pin = snapshot.trainingPins[staffId];
  if (snapshot.store.mode !== 'training' || pin === undefined) return null;
  return (
    <span>
      <Say text={fill(words.conflict.pinIs, { pin })} />
    </span>
  );
};
