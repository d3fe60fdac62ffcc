import { useCounterPlace } from '../../counter-context.tsx';
import { changeMissing } from '../../state/step-change.ts';
import type { Changing } from '../../state/ui.ts';
import { CornerKey } from '../../ui/corner-key.tsx';
import { Keypad } from '../../ui/keypad.tsx';
import { Leads } from './leads.tsx';

/** The right column while a void or a return is put together: the lead's name and PIN, and the key that asks Metrc. */
export const ChangePlate = ({ changing }: { readonly changing: Changing }) => {
  const { words, perform } = useCounterPlace();
  const missing = changeMissing(changing);
  const title = words.change[`${changing.kind}Title`];
  const waits = missing === 'sayWhat' ? words.change.sayWhat : missing === null ? '' : words.conflict[missing];
  return (
    <section className="right plate plate-settle plate-change" aria-label={title}>
      <div className="settle-head">
        <h2 className="change-title">{title}</h2>
      </div>
      <Leads leadId={changing.leadId} typed={changing.pin.length} />
      <Keypad name={words.signIn.pinPad} beside="clear" />
      <CornerKey
        label={words.change[`${changing.kind}Act`]}
        beside={missing === null ? 'F12' : waits}
        besideIs={missing === null ? 'key' : 'reason'}
        ready={missing === null}
        tone="ask"
        onPress={() => perform({ do: 'corner' })}
      />
    </section>
  );
};
