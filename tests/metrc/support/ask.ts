import type { MetrcSimulator } from '../../../src/metrc/simulator/server.ts';
import { basic, LICENCE } from './store.ts';

export type Told = { readonly status: number; readonly text: string; readonly json: unknown };

/** Asks the simulator like every other HTTP client. */
export async function ask(
  simulator: MetrcSimulator,
  method: string,
  path: string,
  options: {
    readonly body?: string;
    readonly query?: Record<string, string>;
    readonly headers?: Record<string, string>;
  } = {},
): Promise<Told> {
  const query = new URLSearchParams({ licenseNumber: LICENCE, ...options.query });
  const answer = await fetch(`${simulator.url}${path}?${query}`, {
    method,
    redirect: 'manual',
    headers: { ...basic(), 'Content-Type': 'application/json', ...options.headers },
    ...(options.body === undefined ? {} : { body: options.body }),
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
  return { status: answer.status, text, json: isJson ? JSON.parse(text) : undefined };
}
