import type { CallKind } from './faults.ts';
import { routeOf } from './routes.ts';

/** A call to the simulated Metrc, taken apart. */
export type Call = {
  readonly method: string;
  /** The parts of the path, decoded. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly kind: CallKind;
};

/** The call a request line stands for; null where the path cannot even be decoded. */
export function callOf(method: string, target: string): Call | null {
  const url = URL.canParse(target, 'http://127.0.0.1') ? new URL(target, 'http://127.0.0.1') : null;
  if (url === null) return null;
  try {
    // "/facilities/v2/" is the same call as "/facilities/v2".
    const parts = url.pathname.replace(/\/$/, '').split('/').slice(1).map(decodeURIComponent);
    return { method, parts, query: url.searchParams, kind: routeOf(method, parts) };
  } catch {
    return null;
  }
}
