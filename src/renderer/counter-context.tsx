import { createContext, use } from 'react';
import type { BenchView } from '../shared/contract/bench-view.ts';
import type { Refusal } from '../shared/contract/refusals.ts';
import type { Snapshot } from '../shared/contract/snapshot.ts';
import type { Language } from '../shared/words/bilingual.ts';
import type { Words } from '../shared/words/catalogue.ts';
import { describeRefusal, type ToldRefusal } from '../shared/words/refusals.ts';
import type { RegisterClient } from './register-client/connect-register.ts';
import type { Ui } from './state/ui.ts';
import type { Perform } from './state/use-counter.ts';

/** What every part of the screen draws from. */
export type CounterContext = {
  readonly snapshot: Snapshot;
  readonly bench: BenchView | null;
  readonly ui: Ui;
  readonly perform: Perform;
  /** For reading only: look-up and the list of sales. All acts go through `perform`. */
  readonly client: RegisterClient;
  readonly words: Words;
  readonly language: Language;
  readonly zone: string;
  /** The register's clock, in UTC milliseconds. */
  readonly now: number;
  /** Is the bench always beside the register here, because the window is wide enough? */
  readonly benchDocked: boolean;
};

export const CounterPlace = createContext<CounterContext | null>(null);

export function useCounterPlace(): CounterContext {
  const place = use(CounterPlace);
  if (place === null) throw new Error('this part of the screen is drawn outside the counter');
  return place;
}

/** A refusal in the words of this screen. */
export function useTold(refusal: Refusal): ToldRefusal;
export function useTold(refusal: Refusal | null): ToldRefusal | null;
export function useTold(refusal: Refusal | null): ToldRefusal | null {
  const { language, zone } = useCounterPlace();
  return refusal === null ? null : describeRefusal(refusal, language, zone);
}
