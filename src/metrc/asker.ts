import { z } from 'zod';
import type { Clock } from '../main/ports/clock.ts';
import type { ControlRead, Exchange, MetrcTrouble } from '../main/ports/metrc.ts';
import { callPath, type MetrcAddress } from './address.ts';
import { Facilities } from './api/facility.ts';
import { readJson } from './api/json-door.ts';
import { List, type ListPage } from './api/list.ts';
import { troubleOf, type Wire, type WireAnswer } from './wire.ts';

export type Parts = readonly (string | number)[];
export type Query = Readonly<Record<string, string | number>>;

/** What all reads share: the wire, and the licence that goes with nearly every call (docs/metrc-facts.md 1.3). */
export type Asker = {
  readonly clock: Clock;
  get(parts: Parts, query?: Query, conceal?: string): Promise<WireAnswer>;
  control(): Promise<ControlRead>;
};

export type ListRead =
  | { readonly kind: 'page'; readonly page: ListPage; readonly exchange: Exchange }
  | { readonly kind: 'failed'; readonly because: MetrcTrouble; readonly exchange: Exchange };

/** The most rows Metrc puts on one page (docs/metrc-facts.md 1.6). */
export const PAGE_ROWS = 20;

export function createAsker(wire: Wire, address: MetrcAddress, licence: string, clock: Clock): Asker {
  const licensed = (parts: Parts, query: Query): string =>
    callPath(address, parts, { licenseNumber: licence, ...query });
  return {
    clock,
    get: (parts, query = {}, conceal) => wire.get(licensed(parts, query), conceal),
    control: async () => controlReadOf(await wire.get(controlPath(address))),
  };
}

/** The control read is about the keys: it needs no licence (docs/metrc-facts.md 4.3). */
export const controlPath = (address: MetrcAddress): string => callPath(address, ['facilities', 'v2']);

export function controlReadOf(answer: WireAnswer): ControlRead {
  const licences = answer.kind === 'answered' && answer.status === 200 ? readJson(Facilities, answer) : null;
  return licences === null || answer.kind === 'failed'
    ? { kind: 'failed', because: troubleOf(answer), exchange: answer.exchange }
    : { kind: 'good', licences, metrcNow: answer.date, exchange: answer.exchange };
}

/** The query of one page of a list in a window of UTC milliseconds, both ends included. */
export function pageQuery(window: { readonly from: number; readonly to: number }, page: number): Query {
  return {
    lastModifiedStart: new Date(window.from).toISOString(),
    lastModifiedEnd: new Date(window.to).toISOString(),
    pageNumber: page,
    pageSize: PAGE_ROWS,
  };
}

export async function readListPage(asker: Asker, parts: Parts, query: Query): Promise<ListRead> {
  const answer = await asker.get(parts, query);
  const page = answer.kind === 'answered' && answer.status === 200 ? readJson(List, answer) : null;
  return page === null
    ? { kind: 'failed', because: troubleOf(answer), exchange: answer.exchange }
    : { kind: 'page', page, exchange: answer.exchange };
}

/**
 * Does the answer say "there is no such thing here"? 401, 404, 204, and a 200 with nothing in it may all mean that, and
 * 401 may as well mean dead keys: on its own it proves nothing (docs/metrc-facts.md 1.3 and 2.5).
 */
export function mayMeanAbsent(answer: WireAnswer): boolean {
  if (answer.kind === 'failed') return false;
  if (answer.status === 401 || answer.status === 404 || answer.status === 204) return true;
  return answer.status === 200 && (answer.text.trim() === '' || readJson(Nothing, answer) !== null);
}

/** null, [] and an envelope without rows, in whatever spelling. An empty object is none of them. */
const Nothing = z.union([z.null(), List.refine(({ rows }) => rows.length === 0)]).transform(() => 'nothing');

/**
 * What a 401 or 403 of a licensed call means, by a control read: where the keys live, it is the licence (or a permission
 * for it) that is missing.
 */
export async function keysOrLicence(
  asker: Asker,
): Promise<{ readonly because: MetrcTrouble; readonly exchange: Exchange }> {
  const control = await asker.control();
  return { because: control.kind === 'failed' ? control.because : 'licence', exchange: control.exchange };
}

/**
 * Proves that "not there" was not said by dead keys or for want of a permission: the keys live, and a list of the same
 * kind of thing can be read with them now. Null when proved.
 */
export async function whyAbsenceIsUnproved(
  asker: Asker,
  list: Parts,
): Promise<
  | { readonly because: MetrcTrouble; readonly exchanges: readonly Exchange[] }
  | { readonly because: null; readonly exchanges: readonly Exchange[] }
> {
  const control = await asker.control();
  if (control.kind === 'failed') return { because: control.because, exchanges: [control.exchange] };
  const now = asker.clock.now();
  const read = await readListPage(asker, list, pageQuery({ from: now - 3_600_000, to: now }, 1));
  const exchanges = [control.exchange, read.exchange];
  if (read.kind === 'page') return { because: null, exchanges };
  return { because: read.because === 'keys' ? 'licence' : read.because, exchanges };
}
