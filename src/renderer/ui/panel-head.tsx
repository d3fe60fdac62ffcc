import { useCounterPlace } from '../counter-context.tsx';
import { EscSays } from './esc-says.tsx';
import { Key } from './key.tsx';

/** The head of what opens over the left: its title, and the key that takes it away again. */
export const PanelHead = ({ title, beside }: { readonly title: string; readonly beside?: string }) => {
  const { words, perform } = useCounterPlace();
  return (
    <div className="panel-head">
      <h1>{title}</h1>
      {beside !== undefined && <span className="quiet figures">{beside}</span>}
      <Key className="panel-esc" onPress={() => perform({ do: 'closePanel' })}>
        <EscSays does={words.counter.escClose} />
      </Key>
    </div>
  );
};
