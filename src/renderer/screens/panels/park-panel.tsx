import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { fill } from '../../../shared/words/bilingual.ts';
import { dollars } from '../../../shared/words/figures.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { isReason, leadsOf } from '../../state/step-conflict.ts';
import { usePanelKeys } from '../../state/use-keys.ts';
import { Key } from '../../ui/key.tsx';
import { PanelHead } from '../../ui/panel-head.tsx';
import { Say } from '../../ui/say.tsx';

const LONGEST_REASON = 80;

/** A lead sets the sale in doubt aside: name, PIN, reason. The register decides; here they are only collected. */
export const ParkPanel = () => {
  const { snapshot, words, language, perform } = useCounterPlace();
  const { park: say } = words;
  const leads = leadsOf(snapshot);
  const [leadId, setLeadId] = useState(leads.length === 1 ? (leads[0]?.id ?? '') : '');
  const [pin, setPin] = useState('');
  const [reason, setReason] = useState('');
  const ready = leadId !== '' && /^\d{4,8}$/.test(pin) && isReason(reason);
  const set = (): void => {
    if (!ready) return;
    perform({ do: 'park', leadId, pin, reason: reason.trim() });
    setPin('');
  };
  usePanelKeys((key) => {
    if (key !== 'Enter' || !ready) return false;
    set();
    return true;
  });
  const { lane } = snapshot;
  if (lane.state !== 'unknown') return null;
  const amount = dollars(lane.tenderKind === 'cash' ? lane.givenCents : lane.totalCents, language);
  const number = { number: lane.saleNumber };
  return (
    <section className="panel" aria-label={fill(say.title, number)}>
      <PanelHead title={fill(say.title, number)} />
      <p className="panel-told">
        <Say text={fill(say.told, { ...number, amount })} />
      </p>
      <fieldset className="park-choice" aria-label={say.who}>
        {leads.map((person) => (
          <Key key={person.id} pressed={person.id === leadId} onPress={() => setLeadId(person.id)}>
            {person.name}
          </Key>
        ))}
      </fieldset>
      <fieldset className="park-choice" aria-label={say.why}>
        {[say.reason1, say.reason2, say.reason3].map((ready) => (
          <Key key={ready} pressed={reason === ready} onPress={() => setReason(ready)}>
            {ready}
          </Key>
        ))}
      </fieldset>
      <div className="park-fields">
        <TextField
          className="number-field"
          value={reason}
          onChange={setReason}
          maxLength={LONGEST_REASON}
          autoComplete="off"
        >
          <Label>{say.why}</Label>
          <Input className="field" spellCheck={false} />
        </TextField>
        <TextField
          className="number-field"
          type="password"
          value={pin}
          onChange={(typed) => setPin(typed.replace(/\D/g, ''))}
          maxLength={8}
          inputMode="numeric"
          autoComplete="off"
        >
          <Label>{say.pin}</Label>
          <Input className="field" />
        </TextField>
      </div>
      <div className="panel-acts">
        <Key tone="local" unavailable={!ready} onPress={set}>
          {say.set}
        </Key>
      </div>
    </section>
  );
};
