import type { CallKind } from './faults.ts';

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
    const parts = url.pathname.split('/').slice(1).map(decodeURIComponent);
    return { method, parts, query: url.searchParams, kind: kindOf(method, parts) };
  } catch {
    return null;
  }
}

function kindOf(method: string, parts: readonly string[]): CallKind {
  const [area, version, noun, which] = parts;
  if (version !== 'v2') return 'unknown';
  if (area === 'sales' && noun === 'receipts') return receiptKind(method, parts);
  if (method !== 'GET' || parts.length > 4) return 'unknown';
  if (area === 'facilities' && noun === undefined) return 'facilities.read';
  if (area === 'unitsofmeasure' && noun === 'active' && which === undefined) return 'units.read';
  if (area === 'sales' && noun === 'customertypes' && which === undefined) return 'customertypes.read';
  if (area === 'patients' && noun === 'statuses' && which !== undefined) return 'patients.read';
  if (area === 'packages' && noun !== undefined && which === undefined) {
    return ['active', 'onhold', 'inactive'].includes(noun) ? 'packages.lists' : 'packages.one';
  }
  return 'unknown';
}

function receiptKind(method: string, parts: readonly string[]): CallKind {
  const which = parts[3];
  if (which === undefined) return method === 'POST' ? 'receipts.post' : method === 'PUT' ? 'receipts.put' : 'unknown';
  if (method === 'GET' && which === 'external') return parts.length === 5 ? 'receipts.external' : 'unknown';
  if (parts.length > 4) return 'unknown';
  if (method === 'PUT') return which === 'finalize' || which === 'unfinalize' ? 'receipts.finalize' : 'unknown';
  if (method === 'DELETE') return 'receipts.delete';
  if (method !== 'GET') return 'unknown';
  return which === 'active' || which === 'inactive' ? 'receipts.lists' : 'receipts.by_id';
}
