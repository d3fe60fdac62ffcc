import type { z } from 'zod';

/** Why a profile or an overlay cannot be used, at one place of the file. */
export type ProfileProblem = {
  /** Where, as names and places from the top: "taxes/1/components". Empty for the file as a whole. */
  readonly at: string;
  readonly says: string;
};

type Path = readonly PropertyKey[];

export const pathText = (path: Path): string => path.map(String).join('/');

/**
 * The problems zod found, each at the deepest place that can be named: an unknown field at the field itself, and inside
 * a choice of forms at the form that was nearest.
 */
export function problemsOf(error: z.ZodError): ProfileProblem[] {
  return error.issues.flatMap((issue) => problemsOfIssue(issue, []));
}

function problemsOfIssue(issue: z.core.$ZodIssue, above: Path): ProfileProblem[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ at: pathText([...path, key]), says: 'this field is not known' }));
  }
  if (issue.code === 'invalid_union') {
    const deepest = issue.errors
      .map((branch) => branch.flatMap((inner) => problemsOfIssue(inner, path)))
      .reduce<ProfileProblem[]>((best, found) => (depth(found) > depth(best) ? found : best), []);
    if (depth(deepest) > path.length) return deepest;
  }
  return [{ at: pathText(path), says: issue.message }];
}

const depth = (problems: readonly ProfileProblem[]): number =>
  problems.length === 0 ? 0 : Math.max(...problems.map((problem) => problem.at.split('/').length));
