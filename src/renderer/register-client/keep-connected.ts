import type { ClientContext, ClientLink } from '@orpc/client';
import {
  type ConnectionState,
  connected,
  connecting,
  needsNewLink,
  RegisterUnreachable,
  unreachable,
} from './connection-state.ts';

const firstConnectionLimitMs = 10_000;
const answerLimitMs = 30_000;
const shortestPauseMs = 250;
const longestPauseMs = 5_000;

/** One open line to the register. */
export interface Line {
  readonly link: ClientLink<ClientContext>;
  /** Fulfilled when the line is gone. */
  readonly gone: Promise<void>;
  close(): void;
}

/** Opens a line, or says why it cannot be had now. Has its own time limit. */
export type OpenLine = () => Promise<Line | 'unreachable' | 'needs_new_link'>;

export interface KeptConnection {
  readonly link: ClientLink<ClientContext>;
  state(): ConnectionState;
  onState(listener: () => void): () => void;
  /** Tries again now instead of after the pause, for example because a new link was opened. */
  tryNow(): void;
  close(): void;
}

/**
 * Keeps one line to the register open: opens it, and opens it again after a pause that doubles up to five seconds.
 *
 * A call made before the first line is up waits for it. Once a line was lost, calls are refused at once instead of being
 * kept for later: what a person pressed while the screen said "lost" must not happen behind their back.
 */
export function keepConnected(openLine: OpenLine): KeptConnection {
  let state = connecting;
  let line: Line | undefined;
  let closed = false;
  let wake = () => {};
  const listeners = new Set<() => void>();

  const become = (next: ConnectionState) => {
    if (next === state) return;
    state = next;
    for (const listener of [...listeners]) listener();
  };

  const run = async () => {
    let pauseMs = shortestPauseMs;
    while (!closed) {
      const opened = await openLine();
      if (closed) {
        if (typeof opened !== 'string') opened.close();
        return;
      }
      if (typeof opened === 'string') {
        become(opened === 'needs_new_link' ? needsNewLink : unreachable);
      } else {
        pauseMs = shortestPauseMs;
        line = opened;
        become(connected);
        await opened.gone;
        line = undefined;
        become(unreachable);
      }
      // A little chance in the pause keeps several screens from asking in step.
      await pause(pauseMs * (0.75 + Math.random() / 2), (wakeUp) => {
        wake = wakeUp;
      });
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
  };
  void run();

  const lineForCall = async (): Promise<Line> => {
    if (line === undefined && state === connecting) {
      let stopListening = () => {};
      await pause(firstConnectionLimitMs, (wakeUp) => {
        listeners.add(wakeUp);
        stopListening = () => listeners.delete(wakeUp);
      });
      stopListening();
    }
    if (line === undefined) throw new RegisterUnreachable('no');
    return line;
  };

  return {
    link: {
      async call(path, input, options) {
        const used = await lineForCall();
        return await withinLimit(used.link.call(path, input, options), used.gone);
      },
    },
    state: () => state,
    onState(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    tryNow: () => wake(),
    close() {
      closed = true;
      wake();
      line?.close();
    },
  };
}

/** Waits for the time or for `wakeUp` to be called, whichever comes first. */
function pause(ms: number, giveWakeUp: (wakeUp: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    giveWakeUp(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function withinLimit(answer: Promise<unknown>, gone: Promise<void>): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const noAnswer = new Promise<never>((_, reject) => {
    const refuse = () => reject(new RegisterUnreachable('perhaps'));
    timer = setTimeout(refuse, answerLimitMs);
    void gone.then(refuse);
  });
  try {
    return await Promise.race([answer, noAnswer]);
  } finally {
    clearTimeout(timer);
  }
}
