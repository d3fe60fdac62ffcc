/** A whole terminal.json for the tests, and the ways to spoil it. */
import { KEYS, LICENCE, PRICES } from './goods.ts';

export type Json = { [name: string]: unknown };

export type Wires = {
  readonly metrcUrl: string;
  readonly printerPort: number;
  /** The register's end of the scanner's cable. */
  readonly scannerPath: string;
};

/** Waits as short as a practice Metrc allows; a test that needs others names them. */
export const PRACTICE = { quietMs: 300, absentGapMs: 50, submitMs: 6000, wholeScreenMs: 200, readsPerSecond: 1000 };

export const BADGE = 'dana-7f3c-91aa';

export function terminalJson(wires: Wires, practice: Readonly<Record<string, number>> = {}): Json {
  return {
    schema: 'terminal/1',
    mode: 'sandbox',
    terminal: { id: 'C2', name: 'Counter 2' },
    store: {
      name: 'Prairie Lantern',
      address: '1408 N Western Ave, Oklahoma City OK 73106',
      contacts: [{ who: 'Marisol R.', phone: '405 555 0142' }],
    },
    licence: LICENCE,
    profile: 'us-ok-medical',
    localRates: { ok_sales: { state: 45_000, city: 41_250 } },
    metrc: { baseUrl: wires.metrcUrl, keys: { ...KEYS }, practice: { ...PRACTICE, ...practice } },
    devices: {
      scanner: { link: { kind: 'serial', path: wires.scannerPath } },
      printer: { link: { kind: 'tcp', host: '127.0.0.1', port: wires.printerPort } },
      drawer: { sensor: 'highIsOpen' },
    },
    users: [
      { id: 'dana', name: 'Dana W.', role: 'budtender', pin: '1111', badge: BADGE },
      { id: 'marisol', name: 'Marisol R.', role: 'lead', pin: '4444' },
    ],
    prices: PRICES,
  };
}
