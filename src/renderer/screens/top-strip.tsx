import type { LinkView } from '../../shared/contract/snapshot.ts';
import { fill } from '../../shared/words/bilingual.ts';
import { troubleWords } from '../../shared/words/device-words.ts';
import { clockTime, duration } from '../../shared/words/figures.ts';
import { useCounterPlace } from '../counter-context.tsx';
import { isStopped } from '../state/availability.ts';
import { Key } from '../ui/key.tsx';
import { Mark } from '../ui/mark.tsx';

/** Store, terminal, person, clock and mode at the left; one tile per link at the right, in the order they break. */
export const TopStrip = () => {
  const { snapshot, words, zone, language, now, ui, perform, benchDocked } = useCounterPlace();
  const { store, signedIn } = snapshot;
  return (
    <header className="strip">
      <div className="strip-facts">
        <b className="strip-store">{store.name}</b>
        <span>{store.terminal}</span>
        {signedIn !== null && <span className="quiet">{signedIn.name}</span>}
        <span className="quiet figures">{clockTime(now, zone, language)}</span>
        {store.mode !== 'production' && (
          <b className="strip-mode">{store.mode === 'training' ? words.counter.training : words.counter.sandbox}</b>
        )}
        {store.mode === 'training' && !benchDocked && (
          <Key className="strip-bench" pressed={ui.benchOpen} onPress={() => perform({ do: 'toggleBench' })}>
            {words.counter.bench}
          </Key>
        )}
      </div>
      <nav className="strip-links" aria-label={words.counter.links}>
        <ParkedTile />
        {snapshot.links.map((link) => (
          <LinkTile key={link.id} link={link} />
        ))}
      </nav>
    </header>
  );
};

const LinkTile = ({ link }: { readonly link: LinkView }) => {
  const { words, perform, ui } = useCounterPlace();
  const name = words.counter[link.id];
  const told = useTileTold(link);
  const open = ui.panel?.kind === 'device' && ui.panel.link === link.id;
  if (told === null) {
    return (
      <span className="tile">
        <i className="tile-dot" />
        {name}
      </span>
    );
  }
  const sentence =
    told.since === null
      ? fill(words.counter.linkTrouble, { link: name, reason: told.reason })
      : fill(words.counter.linkTroubleFor, { link: name, reason: told.reason, time: told.since });
  return (
    <button
      type="button"
      className={`tile tile-${told.kind}`}
      aria-expanded={open}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => perform({ do: 'openDevice', link: link.id })}
    >
      {told.kind === 'sick' && <Mark kind="attention" size={24} />}
      {told.kind === 'stopped' && <Mark kind="blocked" size={26} />}
      {told.kind === 'quiet' && <i className="tile-dot tile-dot-hollow" />}
      {sentence} <span className="only-heard">{words.counter.linkHelp}</span>
    </button>
  );
};

/** A parked sale is in view until it is settled and somebody has dealt with it; pressed, it tells the rest. */
const ParkedTile = () => {
  const { snapshot, words, ui, perform } = useCounterPlace();
  const { parked } = snapshot;
  if (parked === null || snapshot.signedIn === null) return null;
  const tile = { unknown: words.park.tileUnknown, signed: words.park.tileSigned, undone: words.park.tileUndone };
  return (
    <button
      type="button"
      className="tile tile-sick tile-parked"
      aria-expanded={ui.panel?.kind === 'parked'}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => perform({ do: 'openParked' })}
    >
      <Mark kind={parked.state === 'unknown' ? 'unknown' : 'attention'} size={24} />
      {fill(tile[parked.state], { number: parked.saleNumber })}
    </button>
  );
};

type TileTold = { readonly kind: 'sick' | 'stopped' | 'quiet'; readonly reason: string; readonly since: string | null };

/** What a tile says; null when its link is well. A sale in doubt shows at Metrc's tile before the link itself is given up. */
function useTileTold(link: LinkView): TileTold | null {
  const { snapshot, words, language, now } = useCounterPlace();
  const { lane } = snapshot;
  const short = (reason: string | null): string => troubleWords(reason, language)?.short ?? words.device.unknownReason;
  if (link.id === 'metrc' && snapshot.signedIn !== null) {
    if (lane.state === 'unknown') {
      const stopped = isStopped(snapshot, now);
      const reason = short(link.reason ?? lane.because);
      return { kind: stopped ? 'stopped' : 'sick', reason, since: stopped ? null : duration(now - lane.askedAt) };
    }
    if (lane.state === 'blocked' && link.state !== 'ok')
      return { kind: 'stopped', reason: short(link.reason), since: null };
  }
  if (link.state === 'ok') return null;
  if (link.state === 'absent') return { kind: 'quiet', reason: words.device.absent, since: null };
  if (link.state === 'connecting') return { kind: 'quiet', reason: words.device.connecting, since: null };
  return { kind: 'sick', reason: short(link.reason), since: null };
}
