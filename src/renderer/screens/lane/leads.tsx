import { fill } from '../../../shared/words/bilingual.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { leadsOf } from '../../state/step-conflict.ts';
import { Key } from '../../ui/key.tsx';
import { PinDots } from '../../ui/pin-dots.tsx';
import { Say } from '../../ui/say.tsx';

/** The names of those who may decide, and how many digits of the chosen one's PIN are typed. */
export const Leads = ({ leadId, typed }: { readonly leadId: string | null; readonly typed: number }) => {
  const { snapshot, words, perform } = useCounterPlace();
  const leads = leadsOf(snapshot);
  const chosen = leads.find((person) => person.id === leadId);
  return (
    <div className="settle-who">
      <div className="settle-pin">
        <h3>{chosen?.name ?? words.conflict.whoDecides}</h3>
        <PinDots typed={typed} />
      </div>
      <div className="settle-leads">
        {leads.map((person) => (
          <Key
            key={person.id}
            className="plate-key settle-lead"
            pressed={person.id === leadId}
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
