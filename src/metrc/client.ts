import type { Clock } from '../main/ports/clock.ts';
import type { Exchange, Metrc, SubmitOutcome } from '../main/ports/metrc.ts';
import { assert } from '../shared/values/assert.ts';
import { callPath, readMetrcAddress } from './address.ts';
import { createAsker, keysOrLicence } from './asker.ts';
import { exchangeOf } from './exchange.ts';
import { credentialsOf, type MetrcKeys } from './keys.ts';
import { createPatientDesk } from './patients.ts';
import { type AbsentStatus, findReceipt, receiptById } from './proof.ts';
import { createReadBudget } from './read-budget.ts';
import { type SendEnd, sendHoldingLastByte } from './sender.ts';
import { activePackages, packageByLabel } from './stock.ts';
import { verdictOf } from './verdict.ts';
import { createWire } from './wire.ts';

export type MetrcOptions = {
  /** https, or plain http to this machine only; check it with `readMetrcAddress` first, a bad one throws here. */
  readonly baseUrl: string;
  /** The licence number of the facility that sells. */
  readonly licence: string;
  readonly keys: MetrcKeys;
  readonly clock: Clock;
  /** The whole of one POST, from the name look-up to the complete answer. Default 15 s. */
  readonly submitTimeoutMs?: number;
  /** One read, its wait for a turn not counted. Default 10 s. */
  readonly readTimeoutMs?: number;
  /** Reads started in any second. Default 5; more is for tests only. */
  readonly readsPerSecond?: number;
  /** The longest answer that is read to its end. Default 2 MiB. */
  readonly longestAnswerBytes?: number;
  /** The one "no such receipt" answer that was proved for this state. Default `any`. */
  readonly absentStatus?: AbsentStatus;
  /** Certificates to trust in place of the system's, as PEM: a sandbox, a test. */
  readonly ca?: string;
};

const LONGEST_HEAD_BYTES = 32 * 1024;

/** How long a read waits for its turn before it says so. */
const LONGEST_WAIT_MS = 30_000;

/** Metrc over HTTP. Makes no connection until it is asked something. */
export function createMetrc(options: MetrcOptions): Metrc {
  const found = readMetrcAddress(options.baseUrl);
  if (!found.ok) throw new Error(found.error.why);
  const address = found.value;
  const credentials = credentialsOf(options.keys);
  const { clock } = options;
  const longestAnswerBytes = options.longestAnswerBytes ?? 2 * 1024 * 1024;
  const wire = createWire({
    address,
    credentials,
    clock,
    longestAnswerBytes,
    budget: createReadBudget(clock, { perSecond: options.readsPerSecond ?? 5, longestWaitMs: LONGEST_WAIT_MS }),
    timeoutMs: options.readTimeoutMs ?? 10_000,
    ca: options.ca,
  });
  const asker = createAsker(wire, address, options.licence, clock);
  const patients = createPatientDesk(asker);
  const path = callPath(address, ['sales', 'v2', 'receipts'], { licenseNumber: options.licence });
  const limits = {
    timeoutMs: options.submitTimeoutMs ?? 15_000,
    headBytes: LONGEST_HEAD_BYTES,
    bodyBytes: longestAnswerBytes,
  };

  const submitReceipt = async (body: string): Promise<SubmitOutcome> => {
    const askedAt = clock.now();
    const request = { address, path, authorization: credentials.authorization, body };
    const end = await sendHoldingLastByte(request, { limits, clock, ca: options.ca });
    const exchange: Exchange = exchangeOf({ method: 'POST', path, askedAt }, answerIn(end, clock), credentials.blot);
    const verdict = verdictOf(end, exchange, { now: clock.now(), blot: credentials.blot });
    if (verdict.kind !== 'turned_away' || verdict.because !== 'keys') return verdict;
    const { because } = await keysOrLicence(asker);
    return { ...verdict, because: because === 'licence' ? 'licence' : 'keys' };
  };

  assert(options.licence !== '', 'a register sells for a licence');
  return {
    control: asker.control,
    packageByLabel: (label) => packageByLabel(asker, label),
    activePackages: (from, to, page) => activePackages(asker, { from, to }, page),
    patientStatus: (patientLicence) => patients.status(patientLicence),
    submitReceipt,
    findReceipt: (number, around) => findReceipt(asker, number, around, options.absentStatus ?? 'any'),
    receiptById: (metrcId) => receiptById(asker, metrcId),
    voidReceipt: async (metrcId) => ({ exchange: (await asker.delete(['sales', 'v2', 'receipts', metrcId])).exchange }),
    close: async () => wire.close(),
  };
}

function answerIn(end: SendEnd, clock: Clock): { at: number | null; status: number; body: Buffer } | null {
  if (end.kind === 'answered') return { at: clock.now(), status: end.answer.status, body: end.answer.body };
  return end.partial === null ? null : { at: null, ...end.partial };
}
