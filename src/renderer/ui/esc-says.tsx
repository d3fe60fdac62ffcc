import { useCounterPlace } from '../counter-context.tsx';

/** What stands on a key that does what Esc does; who hears it hears what that is. */
export const EscSays = ({ does }: { readonly does: string }) => {
  const { words } = useCounterPlace();
  return (
    <>
      {words.counter.esc} <span className="only-heard">{does}</span>
    </>
  );
};
