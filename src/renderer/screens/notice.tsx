import { fill } from '../../shared/words/bilingual.ts';
import { useCounterPlace, useTold } from '../counter-context.tsx';
import { Key } from '../ui/key.tsx';
import { Mark } from '../ui/mark.tsx';
import { Say } from '../ui/say.tsx';

/** What the register said to the last act: a refusal in its four parts, or why a key cannot be used. Stays until the next act. */
export const Notice = () => {
  const { ui, words, perform } = useCounterPlace();
  const told = useTold(ui.said);
  const note = useNote();
  if (told === null && note === null) return null;
  const dismiss = (
    <Key className="notice-esc" name={words.counter.dismiss} onPress={() => perform({ do: 'dismiss' })}>
      {words.counter.esc}
    </Key>
  );
  if (told === null) {
    return (
      <div className="notice notice-note" role="status">
        <p>{note}</p>
        {dismiss}
      </div>
    );
  }
  return (
    <div className="notice notice-refusal" role="alert">
      <Mark kind="refused" size={34} />
      <div>
        <p className="notice-happened">{told.happened}</p>
        <p>
          <Say text={told.recorded} /> {told.now}
        </p>
        <p className="code">{told.code}</p>
      </div>
      {dismiss}
    </div>
  );
};

function useNote(): string | null {
  const { ui, words, snapshot } = useCounterPlace();
  if (ui.note === null) return null;
  if (ui.note.about === 'keys') return words.keys[ui.note.key];
  if (ui.note.about === 'drawerClosed') return words.drawer.closed;
  const signed = snapshot.lane.state === 'signed' && snapshot.lane.saleId === ui.note.saleId ? snapshot.lane.saleNumber : '';
  return fill(words.panel.copyAsked, { number: signed }).replace('  ', ' ');
}
