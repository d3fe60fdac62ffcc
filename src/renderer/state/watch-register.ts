import type { BenchView } from '../../shared/contract/bench-view.ts';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import type { RegisterConnection } from '../register-client/connect-register.ts';
import type { ConnectionState } from '../register-client/connection-state.ts';

/** What the screen draws from: the newest snapshot, the bench of the training store, and whether the line stands. */
export type RegisterView = {
  readonly snapshot: Snapshot | null;
  /** This machine's clock when the snapshot came, in milliseconds: the register's `now` runs on from there. */
  readonly receivedAt: number;
  readonly bench: BenchView | null;
  readonly connection: ConnectionState;
  /** Since when the line is gone, on this machine's clock; null while it stands. */
  readonly lostAt: number | null;
};

/** A thing React's useSyncExternalStore can watch. */
export interface RegisterSource {
  view(): RegisterView;
  onView(listener: () => void): () => void;
}

const PAUSE_BEFORE_NEXT_WATCH_MS = 500;

/** Watches the register for as long as the page lives, and begins again whenever the line comes back. */
export function watchRegister(connection: RegisterConnection): RegisterSource {
  const listeners = new Set<() => void>();
  let view: RegisterView = { snapshot: null, receivedAt: 0, bench: null, connection: connection.state(), lostAt: null };
  const show = (change: Partial<RegisterView>): void => {
    view = { ...view, ...change };
    for (const listener of listeners) listener();
  };
  let benchWatched = false;
  const watchBench = (): void => {
    if (benchWatched) return;
    benchWatched = true;
    void keepWatching(
      connection,
      (signal) => connection.client.bench.watch(undefined, { signal }),
      (bench) => show({ bench }),
    );
  };
  connection.onState(() => {
    const state = connection.state();
    show({ connection: state, lostAt: state.state === 'connected' ? null : (view.lostAt ?? Date.now()) });
  });
  void keepWatching(
    connection,
    (signal) => connection.client.watch(undefined, { signal }),
    (snapshot) => {
      show({ snapshot, receivedAt: Date.now() });
      if (snapshot.store.mode === 'training') watchBench();
    },
  );
  return {
    view: () => view,
    onView(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Reads one stream of the register; when it ends or breaks, waits for the line and opens it anew. Never returns. */
async function keepWatching<T>(
  connection: RegisterConnection,
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  take: (value: T) => void,
): Promise<never> {
  for (;;) {
    await whenConnected(connection);
    const ended = new AbortController();
    const stop = connection.onState(() => {
      if (connection.state().state !== 'connected') ended.abort();
    });
    try {
      for await (const value of await open(ended.signal)) take(value);
    } catch {
      // The line broke or the register said no; the connection state says which, and the next turn asks again.
    } finally {
      stop();
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_BEFORE_NEXT_WATCH_MS));
  }
}

function whenConnected(connection: RegisterConnection): Promise<void> {
  return new Promise((resolve) => {
    if (connection.state().state === 'connected') return resolve();
    const stop = connection.onState(() => {
      if (connection.state().state !== 'connected') return;
      stop();
      resolve();
    });
  });
}
