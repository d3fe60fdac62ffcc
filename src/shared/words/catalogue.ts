import { benchWords } from './bench-words.ts';
import type { Language } from './bilingual.ts';
import { changeWords } from './change-words.ts';
import { conflictWords } from './conflict-words.ts';
import { counterWords } from './counter-words.ts';
import { deviceWords } from './device-words.ts';
import { drawerWords } from './drawer-words.ts';
import { keyWords } from './key-words.ts';
import { laneWords } from './lane-words.ts';
import { panelWords } from './panel-words.ts';
import { parkWords } from './park-words.ts';
import { roleWords } from './shop-words.ts';
import { lostWords, signInWords } from './sign-in-words.ts';

/**
 * Everything this program says to a person, by concern. Refusals, devices and the names of limits and taxes are looked up
 * by what the core sends: see refusals.ts, device-words.ts and shop-words.ts.
 */
const concerns = {
  bench: benchWords,
  change: changeWords,
  conflict: conflictWords,
  counter: counterWords,
  device: deviceWords,
  drawer: drawerWords,
  keys: keyWords,
  lane: laneWords,
  lost: lostWords,
  panel: panelWords,
  park: parkWords,
  role: roleWords,
  signIn: signInWords,
} as const;

export type Words = { readonly [Concern in keyof typeof concerns]: (typeof concerns)[Concern]['en'] };

const inLanguage = (language: Language): Words => ({
  bench: concerns.bench[language],
  change: concerns.change[language],
  conflict: concerns.conflict[language],
  counter: concerns.counter[language],
  device: concerns.device[language],
  drawer: concerns.drawer[language],
  keys: concerns.keys[language],
  lane: concerns.lane[language],
  lost: concerns.lost[language],
  panel: concerns.panel[language],
  park: concerns.park[language],
  role: concerns.role[language],
  signIn: concerns.signIn[language],
});

const ready: Readonly<Record<Language, Words>> = { en: inLanguage('en'), es: inLanguage('es') };

/** The words of one language. */
export const wordsIn = (language: Language): Words => ready[language];
