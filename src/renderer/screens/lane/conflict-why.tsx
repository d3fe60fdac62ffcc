import { useEffect, useRef } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useCounterPlace } from '../../counter-context.tsx';
import { isReason } from '../../state/step-conflict.ts';
import type { Settling } from '../../state/ui.ts';
import { usePanelKeys } from '../../state/use-keys.ts';
import { Key } from '../../ui/key.tsx';

/** As long as every reason that a person types may be. */
const LONGEST_REASON = 80;

/**
 * Why a lead decides so: one of three ready sentences or typed words. Enter goes to the words while they are missing;
 * there the arrows choose a ready sentence, and the next Enter decides.
 */
export const ConflictWhy = ({ settling }: { readonly settling: Settling }) => {
  const { words, perform } = useCounterPlace();
  const { conflict: say } = words;
  const field = useRef<HTMLInputElement>(null);
  const reasons = [1, 2, 3].map((place) => say[`${settling.as}Reason${place as 1 | 2 | 3}`]);
  const choose = (reason: string): void => perform({ do: 'settleReason', reason });
  const { leadId } = settling;
  useEffect(() => {
    // After a name comes its PIN, and not in the words.
    if (leadId !== null) field.current?.blur();
  }, [leadId]);
  usePanelKeys((key) => {
    const inField = document.activeElement === field.current;
    if (key === 'Enter') {
      if (!isReason(settling.reason) && !inField) {
        field.current?.focus();
        return true;
      }
      // What is typed next is the PIN: it must never land in the words.
      if (isReason(settling.reason)) field.current?.blur();
      perform({ do: 'corner' });
      return true;
    }
    if (!inField || (key !== 'ArrowUp' && key !== 'ArrowDown')) return false;
    const at = reasons.indexOf(settling.reason);
    const next = key === 'ArrowDown' ? at + 1 : at < 0 ? reasons.length - 1 : at - 1;
    choose(reasons[(next + reasons.length) % reasons.length] ?? '');
    return true;
  });
  return (
    <section className="conflict-why" aria-label={say.why}>
      <div className="conflict-why-head">
        <h2>{say.why}</h2>
        <span className="quiet">{say.reasonKeys}</span>
      </div>
      <div className="conflict-reasons">
        {reasons.map((reason) => (
          <Key key={reason} pressed={settling.reason === reason} onPress={() => choose(reason)}>
            {reason}
          </Key>
        ))}
      </div>
      <TextField
        className="conflict-other"
        value={settling.reason}
        onChange={choose}
        maxLength={LONGEST_REASON}
        autoComplete="off"
      >
        <Label className="only-heard">{say.anotherReason}</Label>
        <Input className="field" ref={field} placeholder={say.anotherReason} />
      </TextField>
    </section>
  );
};
