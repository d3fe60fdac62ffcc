import { fill } from '../../../shared/words/bilingual.ts';
import { useCounterPlace } from '../../counter-context.tsx';
import { Say } from '../../ui/say.tsx';

/** Voids and returns that Metrc has not shown yet, said while the next customer is served: no money has gone back. */
export const ChangesRunning = () => {
  const { snapshot, words } = useCounterPlace();
  const [first] = snapshot.changes;
  if (first === undefined) return null;
  const told = first.kind === 'void' ? words.change.voidRunningOf : words.change.returnRunningOf;
  return (
    <div className="notice notice-note" role="status">
      <p>
        <Say text={fill(told, { number: first.saleNumber })} />
        {snapshot.changes.length > 1 && ` +${snapshot.changes.length - 1}`}
      </p>
    </div>
  );
};
