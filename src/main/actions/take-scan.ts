/** A scan works whatever has the focus: it is routed by what it is, one at a time, in the order in which it came. */
import { type Answer, type Refusal, refuse } from '../../shared/contract/refusals.ts';
import type { LastScanView } from '../../shared/contract/snapshot.ts';
import { err, ok } from '../../shared/values/result.ts';
import { classifyScan, lastFourOf, type ScanIdentity } from '../domain/scan/classify.ts';
import type { Scan } from '../ports/scanner.ts';
import type { PackageAdder } from './add-package.ts';
import { customerByCard } from './check-customer.ts';
import type { Desk } from './desk.ts';
import { clearNotices } from './edit-cart.ts';
import { signInByBadge } from './sign-in.ts';

/** Scans that wait while Metrc is asked; a scanner left on a shelf edge must not fill the memory. */
const WAITING_AT_MOST = 50;

type Outcome = Pick<LastScanView, 'outcome' | 'refusal'>;

function shown(identity: ScanIdentity): string {
  switch (identity.kind) {
    case 'package_tag':
    case 'retail_id':
      return identity.tag;
    case 'gtin':
      return identity.gtin14;
    case 'patient_card':
      return `…${lastFourOf(identity.number) ?? ''}`;
    case 'staff_badge':
      return identity.badge;
    case 'receipt':
      return identity.number;
    case 'unknown':
      return identity.text ?? '';
    default:
      return '';
  }
}

const kindOf = (identity: ScanIdentity): LastScanView['kind'] =>
  identity.kind === 'bad_retail_id' ? 'unknown' : identity.kind;

const fromAnswer = (answer: Answer, done: LastScanView['outcome']): Outcome =>
  answer.ok ? { outcome: done, refusal: null } : { outcome: 'not_added', refusal: answer.error };

const refused = (refusal: Refusal): Outcome => ({ outcome: 'not_used', refusal });

/** A GTIN names an item: it sells only when exactly one package of that item may be meant. */
function unknownGtin(gtin14: string): Outcome {
  return { outcome: 'not_added', refusal: refuse('GTIN_NEEDS_TAG', { gtin: gtin14 }) };
}

export type ScanTaker = {
  readonly take: (scan: Pick<Scan, 'text' | 'aimId' | 'at'>) => Answer;
  readonly fault: (why: 'garbage' | 'too_long' | 'broken_off') => void;
  /** Takes the scans that came while Metrc was asked. */
  readonly takeWaiting: () => void;
};

export function scanTaker(desk: Desk, adder: PackageAdder): ScanTaker {
  const route = (identity: ScanIdentity): Outcome => {
    switch (identity.kind) {
      case 'staff_badge':
        return signInByBadge(desk, identity.badge)
          ? { outcome: 'signed_in', refusal: null }
          : refused(refuse('UNKNOWN_STAFF'));
      case 'package_tag': {
        const present = desk.draft.lines.some((line) => line.label === identity.tag);
        return fromAnswer(adder.add(identity.tag, null), present ? 'quantity' : 'added');
      }
      case 'retail_id':
        return fromAnswer(adder.add(identity.tag, `${identity.tag}:${identity.unit}`), 'added');
      case 'gtin':
        return unknownGtin(identity.gtin14);
      case 'patient_card':
        return fromAnswer(customerByCard(desk, identity.number), 'customer');
      case 'licence':
        return refused(refuse('LICENCE_NOT_READ_HERE'));
      case 'receipt':
        return { outcome: 'found', refusal: null };
      default:
        return refused(refuse('CODE_UNKNOWN'));
    }
  };

  const handle = (scan: Pick<Scan, 'text' | 'aimId' | 'at'>): Answer => {
    const form = desk.settings.profile.id_policy.patient_number_form;
    const identity = classifyScan(scan, { patientNumberForm: form });
    if (identity.kind !== 'staff_badge') clearNotices(desk);
    const base = { shown: shown(identity), kind: kindOf(identity), at: scan.at };
    desk.lastScan = { ...base, outcome: 'checking', refusal: null };
    const outcome =
      !desk.signedIn && identity.kind !== 'staff_badge' ? refused(refuse('NOT_SIGNED_IN')) : route(identity);
    desk.lastScan = { ...base, ...outcome };
    desk.changed();
    return outcome.refusal ? err(outcome.refusal) : ok(null);
  };

  return {
    take: (scan) => {
      // Only while Metrc is being asked: that ends by itself within the time-out. A sale in doubt does not.
      const isAsking = desk.preparing !== null || desk.openSale?.protocol.phase.state === 'SUBMITTING';
      if (!isAsking) return handle(scan);
      if (desk.waitingScans.length >= WAITING_AT_MOST) {
        const refusal = refuse('SALE_IN_DOUBT');
        desk.lastScan = { shown: '', kind: 'unknown', outcome: 'not_used', refusal, at: scan.at };
        desk.changed();
        return err(refusal);
      }
      desk.waitingScans.push({ raw: new Uint8Array(), source: '', ...scan });
      desk.lastScan = { shown: '', kind: 'unknown', outcome: 'waiting', refusal: null, at: scan.at };
      desk.changed();
      return ok(null);
    },
    fault: (why) => {
      desk.lastScan = {
        shown: '',
        kind: 'fault',
        outcome: 'not_used',
        refusal: refuse('CODE_GARBAGE', { why }),
        at: desk.ports.clock.now(),
      };
      desk.changed();
    },
    takeWaiting: () => {
      desk.plateStays = true;
      for (const scan of desk.waitingScans.splice(0)) handle(scan);
      desk.plateStays = false;
    },
  };
}
