import { useEffect, useRef } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useCounterPlace } from '../../counter-context.tsx';
import { isReason } from '../../state/step-conflict.ts';
import type { Changing } from '../../state/ui.ts';
import { usePanelKeys } from '../../state/use-keys.ts';
import { Key } from '../../ui/key.tsx';
import { Say } from '../../ui/say.tsx';

const LONGEST_REASON = 80;

/**
 * What is about to be asked, and why: one of three ready sentences or typed words. Enter goes to the words while they are
 * missing; there the arrows choose a ready sentence, and the next Enter asks.
 */
export const ChangeForm = ({ changing }: { readonly changing: Changing }) => {
  const { words, perform } = useCounterPlace();
  const { change: say, conflict } = words;
  const field = useRef<HTMLInputElement>(null);
  const reasons = [1, 2, 3].map((place) => say[`${changing.kind}Reason${place as 1 | 2 | 3}`]);
  const choose = (reason: string): void => perform({ do: 'changeReason', reason });
  const { leadId } = changing;
  useEffect(() => {
    // After a name comes its PIN, and not in the words.
    if (leadId !== null) field.current?.blur();
  }, [leadId]);
  usePanelKeys((key) => {
    const inField = document.activeElement === field.current;
    if (key === 'Enter') {
      if (!isReason(changing.reason) && !inField) {
        field.current?.focus();
        return true;
      }
      // What is typed next is the PIN: it must never land in the words, nor in a quantity.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      perform({ do: 'corner' });
      return true;
    }
    if (!inField || (key !== 'ArrowUp' && key !== 'ArrowDown')) return false;
    const at = reasons.indexOf(changing.reason);
    const next = key === 'ArrowDown' ? at + 1 : at < 0 ? reasons.length - 1 : at - 1;
    choose(reasons[(next + reasons.length) % reasons.length] ?? '');
    return true;
  });
  return (
    <section className="conflict-why change-form" aria-label={conflict.why}>
      <p className="change-told">
        <Say text={say[`${changing.kind}Told`]} />
      </p>
      <div className="conflict-why-head">
        <h2>{conflict.why}</h2>
        <span className="quiet">{conflict.reasonKeys}</span>
      </div>
      <div className="conflict-reasons">
        {reasons.map((reason) => (
          <Key key={reason} pressed={changing.reason === reason} onPress={() => choose(reason)}>
            {reason}
          </Key>
        ))}
      </div>
      <TextField
        className="conflict-other"
        value={changing.reason}
        onChange={choose}
        maxLength={LONGEST_REASON}
        autoComplete="off"
      >
        <Label className="only-heard">{conflict.anotherReason}</Label>
        <Input className="field" ref={field} placeholder={conflict.anotherReason} />
      </TextField>
    </section>
  );
};
