import { ORPCError, ValidationError } from '@orpc/server';

/** Where a host reports what must not happen. The whole story stays in this process; a screen learns only that there was one. */
export type ReportBug = (what: string, bug: unknown) => void;

/**
 * Words for a log about an error. Only the stack and the places of a broken schema are told: an error object can carry the
 * very data that broke it, and that may be a PIN, a patient number or a birth date.
 */
export function describeBug(bug: unknown): string {
  if (!(bug instanceof Error)) return 'something that is not an Error was thrown';
  const places =
    bug instanceof ORPCError && bug.cause instanceof ValidationError
      ? bug.cause.issues.map((issue) =>
          (issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step)).join('.'),
        )
      : [];
  const cause = bug.cause instanceof Error && places.length === 0 ? `\ncaused by ${bug.cause.stack}` : '';
  return `${bug.stack ?? bug.message}${places.length > 0 ? `\nat ${places.join(', ')}` : ''}${cause}`;
}

export const reportBugToStderr: ReportBug = (what, bug) => {
  process.stderr.write(`${what}: ${describeBug(bug)}\n`);
};
