import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import type { RegisterClient } from '../register-client/connect-register.ts';
import type { Intent } from './intent.ts';
import { makeCall } from './make-call.ts';
import { step } from './step.ts';
import { firstUi, type Ui } from './ui.ts';
import type { RegisterSource, RegisterView } from './watch-register.ts';

export type Perform = (intent: Intent) => void;

/** The register's view, the screen's own memory, and the one way to do something. */
export function useCounter(register: RegisterSource, client: RegisterClient, startUi: Ui = firstUi) {
  const view = useSyncExternalStore(register.onView, register.view);
  const [ui, setUi] = useState(startUi);
  // The newest values for keys that come faster than React draws: two digits in one frame must both count.
  const newest = useRef<{ ui: Ui; view: RegisterView }>({ ui, view });
  newest.current.view = view;

  const perform = useCallback(
    (intent: Intent): void => {
      const { snapshot } = newest.current.view;
      if (snapshot === null) return;
      const stepped = step(newest.current.ui, intent, snapshot, registerNow(newest.current.view));
      newest.current.ui = stepped.ui;
      setUi(stepped.ui);
      void makeCalls(client, stepped.calls, perform);
    },
    [client],
  );

  const before = useRef<Snapshot | null>(null);
  useEffect(() => {
    if (view.snapshot === null || view.snapshot === before.current) return;
    perform({ do: 'changed', before: before.current });
    before.current = view.snapshot;
  }, [view.snapshot, perform]);

  return { view, ui, perform };
}

async function makeCalls(
  client: RegisterClient,
  calls: ReturnType<typeof step>['calls'],
  perform: Perform,
): Promise<void> {
  // All calls leave at once, in order; the register takes them in order.
  const answers = calls.map((call) => ({ call, answer: makeCall(client, call) }));
  for (const { call, answer } of answers) {
    try {
      const said = await answer;
      perform({ do: 'answered', call: call.call, refusal: said.ok ? null : said.error });
    } catch {
      // The line is down: the whole screen says so, and what was asked is not repeated behind anybody's back.
      perform({ do: 'unanswered', call: call.call });
    }
  }
}

/** The register's clock now, carried on from the last snapshot. */
export const registerNow = (view: RegisterView): number =>
  view.snapshot === null ? 0 : view.snapshot.now + (Date.now() - view.receivedAt);

/** The register's clock, drawn anew every second, and every quarter of one while something on the screen counts. */
export function useRegisterNow(view: RegisterView, frozenAt: number | null): number {
  const [, beat] = useState(0);
  const lane = view.snapshot?.lane.state;
  const counting = lane !== undefined && lane !== 'ready' && lane !== 'signed';
  useEffect(() => {
    if (frozenAt !== null) return;
    const timer = setInterval(() => beat((n) => n + 1), counting ? 250 : 1000);
    return () => clearInterval(timer);
  }, [frozenAt, counting]);
  return frozenAt ?? registerNow(view);
}
