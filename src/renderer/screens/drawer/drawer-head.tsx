import type { DrawerSessionView } from '../../../shared/contract/snapshot.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { clockTime } from '../../../shared/words/figures.ts';
import { useCounterPlace } from '../../counter-context.tsx';

/** The head of the right column on every page of the drawer. */
export const DrawerHead = ({ session }: { readonly session: DrawerSessionView | null }) => {
  const { words, language, zone } = useCounterPlace();
  const beside =
    session === null
      ? words.drawer.notOpen
      : fill(words.drawer.zOpenSince, { number: session.zNumber, time: clockTime(session.openedAt, zone, language) });
  return (
    <div className="state-head drawer-head">
      <h2>{words.drawer.drawer}</h2>
      <span className="quiet figures">{beside}</span>
    </div>
  );
};
