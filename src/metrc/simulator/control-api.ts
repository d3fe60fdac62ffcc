import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Clock } from '../../main/ports/clock.ts';
import { PackageLabel } from '../../shared/values/ids.ts';
import { parseQuantity, quantityText } from '../../shared/values/quantity.ts';
import { isLoopback } from '../address.ts';
import type { SimulatorControl } from './control.ts';
import { DialectChanges } from './dialect.ts';
import { Fault } from './faults.ts';
import type { Ledger } from './ledger.ts';
import { readBody } from './request-body.ts';
import type { StoredPackage } from './world.ts';

/**
 * The control API of a simulator that runs alone, on its own port under /control/. JSON in and out; docs/metrc-simulator.md
 * shows every call.
 *
 *   GET    /control/faults                      the faults that are set
 *   POST   /control/faults        {on,times,after,effect}   sets one -> {"id":1}
 *   DELETE /control/faults        clears all;   DELETE /control/faults/ID clears one
 *   POST   /control/down          {"forMs":5000}            nobody listens for that long; it must say how long
 *   GET    /control/receipts                    all receipts
 *   GET    /control/packages      GET /control/packages/LABEL
 *   POST   /control/packages/LABEL {onHold,onRecall,finished,labState,quantity,expiresOn,sellBy,useBy,location,note}
 *   POST   /control/transfers/MANIFEST {}       the delivery is received: its packages come into stock
 *   GET    /control/dialect       POST /control/dialect {...}   changes what it names -> the whole dialect
 *   POST   /control/clock         {"advanceMs":60000}       moves a virtual clock
 *   GET    /control/ledger?since=SEQ            requests and applies after that number
 *   POST   /control/reset                       back to the seed
 *
 * Web pages are kept out: a request with an Origin, for another host than loopback, or without a JSON content type where
 * it changes something, is refused.
 */
export async function answerControl(
  levers: { readonly control: SimulatorControl; readonly ledger: Ledger; readonly clock: Clock },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (!body.complete) return;
  const reply = (status: number, value: unknown): void => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(`${JSON.stringify(value)}\n`);
  };
  const method = request.method ?? 'GET';
  if (!isFromHere(request, method)) return reply(403, { error: 'Not from here.' });
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const [, , noun = '', name, ...rest] = url.pathname.split('/');
  const act = rest.length > 0 ? undefined : acts[`${method} ${noun}${name === undefined ? '' : '/:name'}`];
  if (!act) return reply(404, { error: 'No such control.' });
  try {
    const input: unknown = body.text === '' ? {} : JSON.parse(body.text);
    const value = act({ ...levers, input, name: name ?? '', query: url.searchParams, response });
    reply(200, value ?? { ok: true });
  } catch (error) {
    if (!(error instanceof z.ZodError) && !(error instanceof SyntaxError) && !(error instanceof NotThere)) throw error;
    reply(error instanceof NotThere ? 404 : 400, { error: error.message });
  }
}

class NotThere extends Error {}

type Act = (given: {
  readonly control: SimulatorControl;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly response: ServerResponse;
  readonly input: unknown;
  readonly name: string;
  readonly query: URLSearchParams;
}) => unknown;

const Advance = z.object({ advanceMs: z.int().min(0).max(31_536_000_000) });

const Down = z.object({ forMs: z.int().min(1).max(86_400_000) });

const Changes = z
  .object({
    onHold: z.boolean(),
    onRecall: z.boolean(),
    finished: z.boolean(),
    labState: z.string(),
    quantity: z.union([z.string(), z.number()]).transform((text, context) => {
      const parsed = parseQuantity(String(text));
      if (parsed.ok) return parsed.value;
      context.addIssue({ code: 'custom', message: 'not a quantity' });
      return z.NEVER;
    }),
    expiresOn: z.iso.date().nullable(),
    sellBy: z.iso.date().nullable(),
    useBy: z.iso.date().nullable(),
    location: z.string().nullable(),
    note: z.string().nullable(),
  })
  .partial();

const acts: Readonly<Record<string, Act>> = {
  'GET faults': ({ control }) => control.faults(),
  'POST faults': ({ control, input }) => ({ id: control.fault(Fault.parse(input)) }),
  'DELETE faults': ({ control }) => control.clearFaults(),
  'DELETE faults/:name': ({ control, name }) => control.clearFaults(Number(name)),
  'POST down': ({ control, input, response }) => {
    const { forMs } = Down.parse(input);
    // The answer to this very call must get out before its connection is reset: the caller closes it, or asks next.
    response.setHeader('Connection', 'close');
    response.once('close', () => void control.down(forMs));
  },
  'GET receipts': ({ control }) => control.receipts(),
  'GET packages': ({ control }) => control.packages().map(shownPackage),
  'GET packages/:name': ({ control, name }) => shownPackage(knownPackage(control, name)),
  'POST packages/:name': ({ control, input, name }) => {
    const { label } = knownPackage(control, name);
    control.changePackage(label, Changes.parse(input));
    return shownPackage(knownPackage(control, label));
  },
  'POST transfers/:name': ({ control, name }) => {
    try {
      control.receiveTransfer(name);
    } catch (error) {
      throw new NotThere(error instanceof Error ? error.message : 'No such transfer.');
    }
  },
  'POST clock': ({ clock, input }) => {
    const { advanceMs } = Advance.parse(input);
    if (!('advance' in clock) || typeof clock.advance !== 'function') throw new NotThere('This clock moves by itself.');
    clock.advance(advanceMs);
    return { now: new Date(clock.now()).toISOString() };
  },
  'GET dialect': ({ control }) => control.dialect({}),
  'POST dialect': ({ control, input }) => control.dialect(DialectChanges.parse(input)),
  'GET ledger': ({ ledger, query }) => {
    const since = Number(query.get('since') ?? 0);
    return {
      requests: ledger.requests().filter(({ seq }) => seq > since),
      applies: ledger.applies().filter(({ seq }) => seq > since),
    };
  },
  'POST reset': ({ control }) => control.reset(),
};

function knownPackage(control: SimulatorControl, name: string): StoredPackage {
  const label = PackageLabel.safeParse(name.toUpperCase());
  const stored = label.success ? control.package(label.data) : null;
  if (!stored) throw new NotThere('No such package.');
  return stored;
}

const shownPackage = (stored: StoredPackage): unknown => ({
  ...stored,
  quantity: quantityText(stored.quantity),
  originalQuantity: quantityText(stored.originalQuantity),
});

function isFromHere(request: IncomingMessage, method: string): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  if (request.headers.origin !== undefined || !isLoopback(host)) return false;
  return method !== 'POST' || (request.headers['content-type'] ?? '').startsWith('application/json');
}
