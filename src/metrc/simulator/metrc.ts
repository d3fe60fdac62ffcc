import { type Answer, empty } from './answer.ts';
import type { Call } from './calls.ts';
import type { MetrcState } from './metrc-state.ts';
import { catalogueReads, type Handler } from './own-reads.ts';
import { packageReads } from './package-reads.ts';
import { notDeployed, saleReads } from './reads.ts';
import { retailIdCalls } from './retail-id.ts';
import type { RouteKind } from './routes.ts';
import type { MetrcSeed } from './seed.ts';
import { type SharedRead, sharedReads } from './shared-reads.ts';
import { stockRoom } from './stock-room.ts';
import { transferReads } from './transfer-reads.ts';
import { receiptWrites } from './writes.ts';

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

/** Together with the shared reads these are all routes; the type says so. */
const HANDLERS: Readonly<Record<Exclude<RouteKind, keyof typeof sharedReads>, Handler>> = {
  ...receiptWrites,
  ...saleReads,
  ...packageReads,
  ...stockRoom,
  ...catalogueReads,
  ...transferReads,
  ...retailIdCalls,
};

const SHARED: Readonly<Record<keyof typeof sharedReads, SharedRead>> = sharedReads;

/** Metrc's answer to one whole request; what it asks for has taken effect when this returns. No network in here. */
export function askMetrc(state: MetrcState, asked: Asked): Answer {
  const { call } = asked;
  const { kind } = call;
  const { seed } = state.world;
  const user = userOf(seed, asked.authorization);
  if (user === null) return empty(401);
  if (kind === 'unknown') return notDeployed();
  // A missing right shows as 401 (docs/metrc-facts.md 1.2).
  if (!mayAsk(user, call)) return empty(401);
  const licences = user.licences ?? seed.licences.map(({ number }) => number);
  if (isShared(kind)) return SHARED[kind](state, call, licences);
  const licence = call.query.get('licenseNumber') ?? '';
  // A missing or foreign licence is a missing right: 401, not 400 (docs/metrc-facts.md 1.2).
  if (!licences.includes(licence) || !seed.licences.some(({ number }) => number === licence)) return empty(401);
  const { request, late, agoMs, body } = asked;
  return HANDLERS[kind](state, { licence, userName: user.userName, request, late, agoMs }, call, body);
}

const isShared = (kind: RouteKind): kind is keyof typeof sharedReads => kind in sharedReads;

type User = MetrcSeed['keys'][number];

function mayAsk({ rights }: User, { kind, method }: Call): boolean {
  const [area = ''] = kind.split('.');
  const right = Object.entries(rights).find(([name]) => name === area)?.[1] ?? 'write';
  return right === 'write' || (right === 'read' && method === 'GET');
}

/** HTTP Basic with the vendor key as the name and the user key as the password (docs/metrc-facts.md 1.2). */
function userOf(seed: MetrcSeed, authorization: string | undefined): User | null {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const given = Buffer.from(encoded, 'base64').toString('latin1');
  return seed.keys.find(({ vendorKey, userKey }) => `${vendorKey}:${userKey}` === given) ?? null;
}
