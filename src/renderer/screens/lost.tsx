import { fill } from '../../shared/words/bilingual.ts';
import type { Words } from '../../shared/words/catalogue.ts';
import { duration } from '../../shared/words/figures.ts';
import type { RegisterView } from '../state/watch-register.ts';
import { Mark } from '../ui/mark.tsx';
import { Say } from '../ui/say.tsx';

/** The screen has no register: it says so plainly, over everything, and connects by itself. */
export const Lost = ({
  words,
  view,
  now,
}: {
  readonly words: Words;
  readonly view: RegisterView;
  readonly now: number;
}) => {
  const { lost } = words;
  const connecting = view.connection.state !== 'lost' && view.lostAt === null;
  if (connecting || view.connection.state === 'connected') {
    return (
      <main className="lost">
        <Mark kind="asking" size={136} stroke={9} />
        <h1>{lost.connectingTitle}</h1>
        <p>{lost.connectingTold}</p>
      </main>
    );
  }
  const newLink = view.connection.state === 'lost' && view.connection.because === 'needs_new_link';
  return (
    <main className="lost lost-stop" aria-live="assertive">
      <Mark kind="blocked" size={136} />
      <h1>{newLink ? lost.newLinkTitle : lost.title}</h1>
      <p>
        <Say text={newLink ? lost.newLinkTold : lost.told} />
      </p>
      <p>{newLink ? lost.newLinkNow : lost.doNow}</p>
      <p className="lost-foot">
        <span className="figures">
          {view.lostAt === null ? '' : fill(lost.lostSince, { time: duration(now - view.lostAt) })}
        </span>
        <span className="code">{newLink ? lost.newLinkCode : lost.code}</span>
      </p>
    </main>
  );
};
