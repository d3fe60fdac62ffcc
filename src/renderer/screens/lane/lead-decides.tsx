import { useCounterPlace } from '../../counter-context.tsx';
import { settleMissing } from '../../state/step-conflict.ts';
import type { Conflict } from '../../state/ui.ts';
import { CornerKey } from '../../ui/corner-key.tsx';

/** Opens a lead's decision. Closed, with the reason on it, while it is not proved that nothing of ours is at Metrc. */
export const LeadDecides = ({ lane }: { readonly lane: Conflict }) => {
  const { words, now, perform } = useCounterPlace();
  const missing = settleMissing(lane, null, now);
  return (
    <CornerKey
      label={words.conflict.leadDecides}
      beside={missing === null ? 'F12' : words.conflict[missing]}
      besideIs={missing === null ? 'key' : 'reason'}
      ready={missing === null}
      tone="local"
      onPress={() => perform({ do: 'corner' })}
    />
  );
};
