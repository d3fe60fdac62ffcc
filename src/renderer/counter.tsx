import { useEffect, useMemo, useState } from 'react';
import { wordsIn } from '../shared/words/catalogue.ts';
import { CounterPlace } from './counter-context.tsx';
import type { RegisterClient } from './register-client/connect-register.ts';
import { Announcer } from './screens/announcer.tsx';
import { Bench } from './screens/bench/bench.tsx';
import { DrawerScreen } from './screens/drawer/drawer-screen.tsx';
import { Lost } from './screens/lost.tsx';
import { SaleScreen } from './screens/sale/sale-screen.tsx';
import { SignIn } from './screens/sign-in/sign-in.tsx';
import { TopStrip } from './screens/top-strip.tsx';
import { useSounds } from './sound/use-sounds.ts';
import { isStopped } from './state/availability.ts';
import type { Ui } from './state/ui.ts';
import { useCounter, useRegisterNow } from './state/use-counter.ts';
import { useKeys } from './state/use-keys.ts';
import type { RegisterSource } from './state/watch-register.ts';

type CounterProps = {
  readonly register: RegisterSource;
  readonly client: RegisterClient;
  /** For the specimen page: where the screen stands at first, and a clock that does not run. */
  readonly startUi?: Ui;
  readonly frozenAt?: number;
  readonly silent?: boolean;
};

/** The register needs 1280 px and the bench 554: beside each other from here, otherwise one over the left of the other. */
const DOCKED_FROM = '(min-width: 1834px) and (min-height: 720px)';

/** The whole counter: the register, and in the training store the bench beside it. */
export const Counter = ({ register, client, startUi, frozenAt, silent = false }: CounterProps) => {
  const { view, ui, perform } = useCounter(register, client, startUi);
  const now = useRegisterNow(view, frozenAt ?? null);
  const wide = useMedia(DOCKED_FROM);
  const { snapshot, bench } = view;
  const language = snapshot?.store.language ?? (navigator.language.startsWith('es') ? 'es' : 'en');
  const words = wordsIn(language);
  const benchDocked = wide && snapshot?.store.mode === 'training';
  const stopped = snapshot !== null && snapshot.signedIn !== null && isStopped(snapshot, now);
  useKeys(perform);
  useSounds(snapshot, stopped && !ui.toneQuiet, silent);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const place = useMemo(
    () =>
      snapshot === null
        ? null
        : { snapshot, bench, ui, perform, client, words, language, zone: snapshot.store.zone, now, benchDocked },
    [snapshot, bench, ui, perform, client, words, language, now, benchDocked],
  );
  if (place === null || view.connection.state !== 'connected') {
    return <Lost words={words} view={view} now={frozenAt ?? Date.now()} />;
  }
  const sale = ui.screen === 'drawer' ? <DrawerScreen /> : <SaleScreen />;
  const body = place.snapshot.signedIn === null ? <SignIn /> : sale;
  return (
    <CounterPlace value={place}>
      <div className="stage">
        <div className="register">
          <div className={`face ${stopped ? 'face-stopped' : ''}`}>
            <TopStrip />
            {place.snapshot.store.mode !== 'production' && <div className="hatch" />}
            {body}
          </div>
        </div>
        {benchDocked && <Bench />}
      </div>
      <Announcer />
    </CounterPlace>
  );
};

function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const list = window.matchMedia(query);
    const listen = (): void => setMatches(list.matches);
    listen();
    list.addEventListener('change', listen);
    return () => list.removeEventListener('change', listen);
  }, [query]);
  return matches;
}
