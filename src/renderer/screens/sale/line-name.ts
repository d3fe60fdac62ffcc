import type { LineView } from '../../../shared/contract/cart-view.ts';
import { tagTail } from '../../../shared/values/ids.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import { useCounterPlace } from '../../counter-context.tsx';

/** The name of a line as it is read aloud; before the name is known, its tag. */
export function useLineName(line: LineView): string {
  const { words } = useCounterPlace();
  return line.name ?? fill(words.counter.nameComing, { tag: tagTail(line.label) });
}
