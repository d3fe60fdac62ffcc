import { type Answer, type Refusal, refuse } from '../../shared/contract/refusals.ts';
import { err, ok, type Result } from '../../shared/values/result.ts';
import type { StaffRow } from '../ports/store.ts';
import type { Desk } from './desk.ts';
import { pinMatches } from './pin.ts';

const WRONG_PINS_BEFORE_LOCK = 5;
const FIRST_LOCK_MS = 30_000;
const LONGEST_LOCK_MS = 15 * 60_000;

/** Milliseconds a person is locked out after that many wrong PINs in a row: none before five, then 30 s, doubling. */
export function lockOutMs(wrongPins: number): number {
  if (wrongPins < WRONG_PINS_BEFORE_LOCK) return 0;
  return Math.min(FIRST_LOCK_MS * 2 ** (wrongPins - WRONG_PINS_BEFORE_LOCK), LONGEST_LOCK_MS);
}

/**
 * Counts a try as wrong before the PIN is looked at: the look takes long on purpose, and tries made side by side, or cut
 * off by pulling the plug, must count too. A right PIN sets the count back.
 */
function countTry(desk: Desk, person: StaffRow, now: number): number {
  const wrongPins = person.wrongPins + 1;
  const lock = lockOutMs(wrongPins);
  desk.ports.store.transaction(() => {
    desk.ports.store.staff.recordPin(person.id, wrongPins, lock === 0 ? null : now + lock);
  });
  return wrongPins;
}

/** Puts a person at the counter. The cart on it stays: a fast switch is a change of person, not of customer. */
function stepUp(desk: Desk, person: StaffRow, how: 'pin' | 'badge'): void {
  const at = desk.ports.clock.now();
  desk.ports.store.transaction(() => {
    desk.ports.store.staff.recordPin(person.id, 0, null);
    desk.ports.store.journal.append({ at, kind: 'staff.signed_in', actor: person.id, body: { how } });
  });
  desk.signedIn = person;
  desk.changed();
}

/**
 * Is this that person's PIN? Wrong PINs are counted durably; five in a row lock the person out for a while. For signing in,
 * and for a lead's approval at somebody else's counter.
 */
export async function checkPin(
  desk: Desk,
  input: { readonly staffId: string; readonly pin: string },
): Promise<Result<StaffRow, Refusal>> {
  const { store, clock } = desk.ports;
  const now = clock.now();
  const person = store.staff.all().find((s) => s.id === input.staffId);
  if (!person) return err(refuse('UNKNOWN_STAFF'));
  if (person.lockedUntil !== null && person.lockedUntil > now)
    return err(refuse('LOCKED_OUT', { untilAt: person.lockedUntil }));
  const wrongPins = countTry(desk, person, now);
  if (await pinMatches(input.pin, person.pinHash)) {
    store.transaction(() => store.staff.recordPin(person.id, 0, null));
    return ok(person);
  }
  store.transaction(() => {
    store.journal.append({ at: now, kind: 'staff.wrong_pin', actor: person.id, body: { wrongPins } });
  });
  const lock = lockOutMs(wrongPins);
  return err(lock === 0 ? refuse('WRONG_PIN', { name: person.name }) : refuse('LOCKED_OUT', { untilAt: now + lock }));
}

/** Sign-in by tile and PIN. */
export async function signIn(desk: Desk, input: { readonly staffId: string; readonly pin: string }): Promise<Answer> {
  const person = await checkPin(desk, input);
  if (!person.ok) return person;
  stepUp(desk, person.value, 'pin');
  return ok(null);
}

/** Sign-in by a scanned badge; answers false when nobody here has it. */
export function signInByBadge(desk: Desk, badge: string): boolean {
  const now = desk.ports.clock.now();
  const person = desk.ports.store.staff.all().find((s) => s.badge === badge);
  if (!person || (person.lockedUntil !== null && person.lockedUntil > now)) return false;
  stepUp(desk, person, 'badge');
  return true;
}

/** Leaves the counter; the cart stays for whoever signs in next. */
export function lock(desk: Desk): Answer {
  const person = desk.signedIn;
  if (person) {
    const at = desk.ports.clock.now();
    desk.ports.store.transaction(() => {
      desk.ports.store.journal.append({ at, kind: 'staff.locked', actor: person.id, body: {} });
    });
  }
  desk.signedIn = null;
  desk.changed();
  return ok(null);
}
