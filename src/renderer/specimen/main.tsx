import '../looks.ts';
import '../styles/specimen.css';
import { createRoot } from 'react-dom/client';
import type { Answer } from '../../shared/contract/refusals.ts';
import { Counter } from '../counter.tsx';
import type { RegisterClient } from '../register-client/connect-register.ts';
import type { RegisterSource } from '../state/watch-register.ts';
import { scenes, startUiOf } from './scenes.ts';
import { bench, salesOfDay, shelfOfLookUp } from './shop.ts';
import { StartPage } from './start-page.tsx';

/** Every screen in every state without a register: specimen.html?screen=ready&theme=dark&lang=es; without a name, the list. */
const wish = new URLSearchParams(window.location.search);
const scene = scenes[wish.get('screen') ?? ''];
const theme = wish.get('theme');
if (theme !== null) document.documentElement.dataset['theme'] = theme;

const done = (): Promise<Answer> => Promise.resolve({ ok: true, value: null });
const anyAct = new Proxy({}, { get: () => done });

// Only the two reads of the screen and acts that answer "done" are ever called on this page; the streams come from `source`.
const client = {
  staff: anyAct,
  cart: anyAct,
  tender: anyAct,
  conflict: anyAct,
  park: anyAct,
  drawer: anyAct,
  prints: anyAct,
  bench: anyAct,
  catalogue: {
    search: ({ text }: { text: string }) =>
      Promise.resolve(shelfOfLookUp.filter((row) => row.name.toLowerCase().includes(text.toLowerCase()))),
  },
  sales: { ofDay: () => Promise.resolve(salesOfDay), reprint: done },
} as unknown as RegisterClient;

const place = document.getElementById('counter');
if (place !== null && scene === undefined) createRoot(place).render(<StartPage names={Object.keys(scenes)} />);
if (place !== null && scene !== undefined) {
  const language = wish.get('lang') === 'es' ? 'es' : 'en';
  const snapshot = { ...scene.snapshot, store: { ...scene.snapshot.store, language } } as const;
  const lost = scene.lost === true;
  const view = {
    snapshot,
    receivedAt: Date.now(),
    bench: snapshot.store.mode === 'training' ? bench : null,
    connection: lost ? ({ state: 'lost', because: 'unreachable' } as const) : ({ state: 'connected' } as const),
    lostAt: lost ? snapshot.now - 12_000 : null,
  };
  const source: RegisterSource = { view: () => view, onView: () => () => undefined };
  createRoot(place).render(
    <Counter register={source} client={client} startUi={startUiOf(scene, language)} frozenAt={snapshot.now} silent />,
  );
}
