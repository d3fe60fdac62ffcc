/**
 * Would this word begin with what was typed, but for one slip: a letter left out, one too many, a wrong one, or two
 * neighbours swapped? Short words have no slips: with three letters nearly everything is one slip away from everything.
 */
export function isOneSlipAway(typed: string, word: string): boolean {
  if (typed.length < SHORTEST) return false;
  const at = firstDifference(typed, word);
  if (at === typed.length) return true;
  const begins = (rest: string, from: number): boolean => word.startsWith(rest, from);
  return (
    begins(typed.slice(at), at + 1) || // left out
    begins(typed.slice(at + 1), at) || // one too many
    begins(typed.slice(at + 1), at + 1) || // a wrong one
    (typed[at] === word[at + 1] && typed[at + 1] === word[at] && begins(typed.slice(at + 2), at + 2)) // swapped
  );
}

const SHORTEST = 4;

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}
