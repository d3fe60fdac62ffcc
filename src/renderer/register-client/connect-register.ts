import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '../../shared/contract/contract.ts';
import type { ConnectionState } from './connection-state.ts';
import { type KeptConnection, keepConnected } from './keep-connected.ts';
import { messagePortLines } from './message-port-line.ts';
import { webSocketLines } from './web-socket-line.ts';

/** Every call of the contract, typed. Calls reject with RegisterUnreachable while the line is down. */
export type RegisterClient = ContractRouterClient<typeof contract>;

export interface RegisterConnection {
  readonly client: RegisterClient;
  /** The same object until the state changes, so it can be read by React's useSyncExternalStore. */
  state(): ConnectionState;
  /** Calls the listener after every change of state; answers with the way to stop that. */
  onState(listener: () => void): () => void;
  close(): void;
}

const fragment = /^#open=([A-Za-z0-9_-]{1,128})$/;

/** Connects this page to its register. The only place where the screen knows which host it runs in. */
export function connectRegister(): RegisterConnection {
  const kept = window.location.protocol === 'app:' ? keepConnected(messagePortLines(window)) : connectInBrowser();
  return {
    client: createORPCClient<RegisterClient>(kept.link),
    state: kept.state,
    onState: kept.onState,
    close: kept.close,
  };
}

function connectInBrowser(): KeptConnection {
  const takeOpeningCode = () => {
    const code = fragment.exec(window.location.hash)?.[1];
    if (code !== undefined) window.history.replaceState(null, '', window.location.pathname);
    return code;
  };
  const kept = keepConnected(
    webSocketLines({
      origin: window.location.origin,
      fetch: (input, init) => window.fetch(input, init),
      WebSocket: window.WebSocket,
      takeOpeningCode,
    }),
  );
  // A new link opened in the same tab changes only the fragment, and the page stays.
  window.addEventListener('hashchange', () => {
    if (kept.state().state === 'connected') takeOpeningCode();
    else kept.tryNow();
  });
  return kept;
}
