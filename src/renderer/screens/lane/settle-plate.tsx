import { useCounterPlace } from '../../counter-context.tsx';
import { settleMissing } from '../../state/step-conflict.ts';
import type { Conflict, Settling } from '../../state/ui.ts';
import { CornerKey } from '../../ui/corner-key.tsx';
import { Keypad } from '../../ui/keypad.tsx';
import { Mark } from '../../ui/mark.tsx';
import { Leads } from './leads.tsx';

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
      <Leads leadId={settling.leadId} typed={settling.pin.length} />
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
