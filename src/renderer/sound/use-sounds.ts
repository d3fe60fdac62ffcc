import { useEffect, useRef } from 'react';
import type { Snapshot } from '../../shared/contract/snapshot.ts';
import { toneFor } from './tone-for.ts';
import { BLOCKED_EVERY_MS, play } from './tones.ts';

/** Plays each change once, after it was painted: a tone never comes before what it tells can be seen. */
export function useSounds(snapshot: Snapshot | null, alarm: boolean, silent: boolean): void {
  const before = useRef<Snapshot | null>(null);
  useEffect(() => {
    if (snapshot === null || snapshot === before.current) return;
    const tone = toneFor(before.current, snapshot);
    before.current = snapshot;
    if (tone !== null && !silent) afterPaint(() => play(tone));
  }, [snapshot, silent]);
  useEffect(() => {
    if (!alarm || silent) return;
    afterPaint(() => play('blocked'));
    const again = setInterval(() => play('blocked'), BLOCKED_EVERY_MS);
    return () => clearInterval(again);
  }, [alarm, silent]);
}

/** The first frame callback runs before this paint, the second one after it. */
const afterPaint = (act: () => void): void => {
  requestAnimationFrame(() => requestAnimationFrame(act));
};
