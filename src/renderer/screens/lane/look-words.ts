import type { LaneView } from '../../../shared/contract/snapshot.ts';
import { fill } from '../../../shared/words/bilingual.ts';
import type { Words } from '../../../shared/words/catalogue.ts';

type Unknown = Pick<Extract<LaneView, { state: 'unknown' }>, 'lastLook' | 'saleNumber'>;

/** What the last look at Metrc showed, as a whole sentence for the plate. */
export function lookSentence(lane: Unknown, words: Words, time: (at: number) => string): string {
  const look = lane.lastLook;
  if (look === null) return words.lane.noLookYet;
  const slots = { time: time(look.at), number: lane.saleNumber };
  if (look.showed === 'no_evidence') return fill(words.lane.lastLookNothing, slots);
  return fill(look.showed === 'present' ? words.lane.lastLookPresent : words.lane.lastLookAbsent, slots);
}

/** The same for the table of what is known. */
export function lookFact(lane: Unknown, words: Words, time: (at: number) => string): string {
  const look = lane.lastLook;
  if (look === null) return words.lane.none;
  const slots = { time: time(look.at), number: lane.saleNumber };
  if (look.showed === 'no_evidence') return fill(words.lane.lookNothing, slots);
  return fill(look.showed === 'present' ? words.lane.lookPresent : words.lane.lookAbsent, slots);
}
