import { useCounterPlace } from '../counter-context.tsx';
import { holdsOrResumes, keyBlocked, needsAgencyCheck } from '../state/availability.ts';
import { FUNCTION_KEYS, type FunctionKey } from '../state/intent.ts';
import type { Panel } from '../state/ui.ts';
import { Key } from '../ui/key.tsx';

const OPENS: Readonly<Partial<Record<FunctionKey, Panel['kind']>>> = {
  F1: 'help',
  F2: 'customer',
  F3: 'lookUp',
  F4: 'held',
  F9: 'sales',
};

/** Always the same keys in the same order; one that cannot be used stays in its place, flat, and says why when pressed. */
export const FunctionKeys = () => {
  const { snapshot, ui, perform, words, now } = useCounterPlace();
  const labels: Readonly<Record<FunctionKey, string>> = {
    F1: words.keys.help,
    F2: needsAgencyCheck(snapshot) ? words.keys.verify : words.keys.customer,
    F3: words.keys.lookUp,
    F4: holdsOrResumes(snapshot) === 'resume' ? words.keys.resume : words.keys.hold,
    F6: words.keys.voidLine,
    F8: words.keys.drawer,
    F9: words.keys.reprint,
    F10: words.keys.lock,
  };
  return (
    <div className="function-keys" role="toolbar" aria-label={words.counter.functionKeys}>
      {FUNCTION_KEYS.map((key) => {
        const reason = keyBlocked(key, snapshot, ui, now);
        const open =
          key === 'F8'
            ? ui.screen === 'drawer' && ui.panel === null
            : ui.panel !== null && OPENS[key] === ui.panel.kind;
        return (
          <Key
            key={key}
            className="function-key"
            pressed={open}
            unavailable={reason !== null}
            onPress={() => perform({ do: 'functionKey', key })}
          >
            <span className="function-key-name">{key}</span> <span>{labels[key]}</span>
          </Key>
        );
      })}
    </div>
  );
};
