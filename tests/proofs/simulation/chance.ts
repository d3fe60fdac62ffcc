/** Everything that is left to chance in a simulated world comes from one seed. */
import { seededDice } from '../../../src/metrc/simulator/dice.ts';

export type Chance = {
  /** 0 up to but not 1. */
  readonly roll: () => number;
  /** A whole number from 0 up to but not `sides`. */
  readonly of: (sides: number) => number;
  readonly between: (from: number, to: number) => number;
  readonly happens: (probability: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly id: () => string;
};

export function chanceOf(seed: number): Chance {
  const roll = seededDice(seed);
  const of = (sides: number): number => Math.floor(roll() * sides);
  const hex = (digits: number): string => Array.from({ length: digits }, () => of(16).toString(16)).join('');
  return {
    roll,
    of,
    between: (from, to) => from + of(to - from),
    happens: (probability) => roll() < probability,
    pick: (from) => from[of(from.length)] as (typeof from)[number],
    id: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  };
}
