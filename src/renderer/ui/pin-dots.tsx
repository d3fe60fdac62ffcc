import { fill } from '../../shared/words/bilingual.ts';
import { useCounterPlace } from '../counter-context.tsx';
import { SHORTEST_PIN } from '../state/step-sign-in.ts';

/** How many digits of a PIN are typed; never which. */
export const PinDots = ({ typed }: { readonly typed: number }) => {
  const { words } = useCounterPlace();
  return (
    <div className="pin-dots" role="img" aria-label={fill(words.signIn.pinDigits, { count: typed })}>
      {Array.from({ length: Math.max(SHORTEST_PIN, typed) }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the dots are alike and only their number changes
        <i key={index} className={index < typed ? 'pin-dot pin-dot-full' : 'pin-dot'} />
      ))}
    </div>
  );
};
