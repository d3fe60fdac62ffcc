import { type Answer, empty } from './answer.ts';
import type { Call } from './calls.ts';
import type { MetrcState } from './metrc-state.ts';
import { notDeployed, readOwn, readShared } from './reads.ts';
import type { MetrcSeed } from './seed.ts';
import { finalizeReceipts, voidReceipt, writeReceipts } from './writes.ts';

export type Asked = {
  readonly call: Call;
  readonly authorization: string | undefined;
  readonly body: string;
  /** The request's number in the ledger. */
  readonly request: number;
  /** How old a state a GET shows. */
  readonly agoMs: number;
  readonly late: boolean;
};

const SHARED = new Set(['facilities.read', 'units.read', 'customertypes.read']);

/** Metrc's answer to one whole request; what it asks for has taken effect when this returns. No network in here. */
export function askMetrc(state: MetrcState, asked: Asked): Answer {
  const { call } = asked;
  const { seed } = state.world;
  const user = userOf(seed, asked.authorization);
  if (user === null) return empty(401);
  if (call.kind === 'unknown') return notDeployed();
  const licences = user.licences ?? seed.licences.map(({ number }) => number);
  if (SHARED.has(call.kind)) return readShared(state, call, licences);
  const licence = call.query.get('licenseNumber') ?? '';
  // A missing or foreign licence is a missing right: 401, not 400 (api facts, section 1.2).
  if (!licences.includes(licence) || !seed.licences.some(({ number }) => number === licence)) return empty(401);
  const caller = { licence, userName: user.userName, request: asked.request, late: asked.late };
  switch (call.kind) {
    case 'receipts.post':
      return writeReceipts(state, caller, asked.body, false);
    case 'receipts.put':
      return writeReceipts(state, caller, asked.body, true);
    case 'receipts.delete':
      return voidReceipt(state, caller, Number(call.parts.at(-1)));
    case 'receipts.finalize':
      return finalizeReceipts(state, caller, asked.body, call.parts.at(-1) === 'finalize');
    default:
      return readOwn(state, call, licence, asked.agoMs);
  }
}

/** HTTP Basic with the vendor key as the name and the user key as the password (api facts, section 1.2). */
function userOf(seed: MetrcSeed, authorization: string | undefined): MetrcSeed['keys'][number] | null {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const given = Buffer.from(encoded, 'base64').toString('latin1');
  return seed.keys.find(({ vendorKey, userKey }) => `${vendorKey}:${userKey}` === given) ?? null;
}
