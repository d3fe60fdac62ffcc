import { fill } from '../../shared/words/bilingual.ts';
import { dollars } from '../../shared/words/figures.ts';
import { useCounterPlace, useTold } from '../counter-context.tsx';
import { EscSays } from '../ui/esc-says.tsx';
import { Key } from '../ui/key.tsx';
import { Mark } from '../ui/mark.tsx';
import { Say } from '../ui/say.tsx';

/** What the register said to the last act: a refusal in its four parts, or why a key cannot be used. Stays until the next act. */
export const Notice = () => {
  const { snapshot, ui, words, perform } = useCounterPlace();
  // What Metrc said to this cart stays until the cart changes; what is newer stands before it.
  const saleRefusal = snapshot.signedIn === null || snapshot.lane.state !== 'ready' ? null : snapshot.cart.saleRefusal;
  const note = useNote();
  const told = useTold(ui.said ?? (note === null ? saleRefusal : null));
  if (told === null && note === null) return null;
  // The line is in the sale with its old quantity, whatever the refusal says of something new.
  const kept = ui.quantityRefused && ui.said?.recorded === 'no' && ui.said.code !== 'LINE_UNKNOWN';
  const dismiss =
    ui.said === null && note === null ? null : (
      <Key className="notice-esc" onPress={() => perform({ do: 'dismiss' })}>
        <EscSays does={words.counter.dismiss} />
      </Key>
    );
  if (told === null) {
    return (
      <div className="notice notice-note" role="status">
        <p>
          <Say text={note ?? ''} />
        </p>
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
          <Say text={kept ? words.counter.quantityStays : told.recorded} /> {told.now}
        </p>
        <p className="code">{told.code}</p>
      </div>
      {dismiss}
    </div>
  );
};

function useNote(): string | null {
  const { ui, words, language } = useCounterPlace();
  if (ui.note === null) return null;
  if (ui.note.about === 'keys') return words.keys[ui.note.key];
  if (ui.note.about === 'entryFull') return words.counter.entryFull;
  if (ui.note.about === 'drawerClosed') return words.drawer.closed;
  if (ui.note.about === 'settle') return fill(words.conflict.notYet, { missing: words.conflict[ui.note.missing] });
  if (ui.note.about === 'settled') {
    return fill(words.conflict[`${ui.note.as}Settled`], { number: ui.note.saleNumber });
  }
  if (ui.note.about === 'parkedSettled') return fill(words.park.settledNote, { number: ui.note.saleNumber });
  if (ui.note.about === 'undone') {
    return fill(words.lane.undone, { number: ui.note.saleNumber, amount: dollars(ui.note.cents, language) });
  }
  if (ui.note.about === 'changing') {
    const { missing } = ui.note;
    return fill(words.change.notYet, {
      missing: missing === 'sayWhat' ? words.change.sayWhat : words.conflict[missing],
    });
  }
  if (ui.note.about === 'refunded') {
    const told = ui.note.tenderKind === 'cash' ? words.change.refundCash : words.change.refundCard;
    return fill(told, { number: ui.note.saleNumber, amount: dollars(ui.note.cents, language) });
  }
  if (ui.note.about === 'zCopy') return fill(words.change.zCopyAsked, { number: ui.note.number });
  if (ui.note.about === 'cartsHeld') return fill(words.change.cartsHeld, { count: ui.note.count });
  return fill(words.panel.copyAsked, { number: ui.note.saleNumber });
}
