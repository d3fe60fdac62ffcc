import type { Clock } from '../main/ports/clock.ts';
import type { Metrc } from '../main/ports/metrc.ts';
import { assert } from '../shared/values/assert.ts';
import { readMetrcAddress } from './address.ts';
import { createAsker } from './asker.ts';
import { createCarefulCalls } from './careful-calls.ts';
import { credentialsOf, type MetrcKeys } from './keys.ts';
import type { Connect } from './line.ts';
import { createPatientDesk } from './patients.ts';
import { type AbsentStatus, findReceipt, glance, receiptById } from './proof.ts';
import { createReadBudget } from './read-budget.ts';
import { receiptsChanged } from './receipts-changed.ts';
import { createSender } from './sender.ts';
import { activePackages, heldPackages, packageByLabel } from './stock.ts';
import { createWire } from './wire.ts';

export type MetrcOptions = {
  /** https, or plain http to this machine only; check it with `readMetrcAddress` first, a bad one throws here. */
  readonly baseUrl: string;
  /** The licence number of the facility that sells. */
  readonly licence: string;
  readonly keys: MetrcKeys;
  readonly clock: Clock;
  /** The whole of one POST, PUT or DELETE, from the name look-up to the complete answer. Default 15 s. */
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
  /** How a connection is opened. Default: TCP. */
  readonly connect?: Connect;
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
  const readTimeoutMs = options.readTimeoutMs ?? 10_000;
  const budget = createReadBudget(clock, { perSecond: options.readsPerSecond ?? 5, longestWaitMs: LONGEST_WAIT_MS });
  const { ca, connect } = options;
  const wire = createWire({
    address,
    credentials,
    clock,
    longestAnswerBytes,
    budget,
    timeoutMs: readTimeoutMs,
    ca,
    connect,
  });
  const asker = createAsker(wire, address, options.licence, clock);
  const patients = createPatientDesk(asker);
  const answer = { headBytes: LONGEST_HEAD_BYTES, bodyBytes: longestAnswerBytes };
  const sender = createSender({
    address,
    authorization: credentials.authorization,
    clock,
    ca,
    connect,
    sendLimits: { ...answer, timeoutMs: options.submitTimeoutMs ?? 15_000 },
    readLimits: { ...answer, timeoutMs: readTimeoutMs },
  });
  const { licence } = options;
  assert(licence !== '', 'a register sells for a licence');
  return {
    ...createCarefulCalls({ address, licence, credentials, clock, sender, wire, budget, asker }),
    packageByLabel: (label) => packageByLabel(asker, label),
    activePackages: (from, to, page) => activePackages(asker, { from, to }, page),
    heldPackages: (from, to, page) => heldPackages(asker, { from, to }, page),
    patientStatus: (patientLicence) => patients.status(patientLicence),
    findReceipt: (number, around) => findReceipt(asker, number, around, options.absentStatus ?? 'any'),
    glance: (number) => glance(asker, number, options.absentStatus ?? 'any'),
    receiptById: (metrcId) => receiptById(asker, metrcId),
    receiptsChanged: (asked) => receiptsChanged(asker, asked),
    renewReads: () => {
      sender.renew();
      wire.renew();
    },
    close: async () => {
      sender.close();
      wire.close();
    },
  };
}
