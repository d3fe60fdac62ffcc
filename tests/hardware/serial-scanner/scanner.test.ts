import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dialSerial } from '../../../src/hardware/link/serial-link.ts';
import { createScanner, createSerialScanner } from '../../../src/hardware/serial-scanner/scanner.ts';
import { createVirtualScanner, scannerSimulator } from '../../../src/hardware/serial-scanner/simulator.ts';
import type { Scan, Scanner } from '../../../src/main/ports/scanner.ts';
import { realClock } from '../support/clocks.ts';
import { needsSocat, type PtyPair, ptyPair } from '../support/pty.ts';
import { until, untilState } from '../support/wait.ts';

const tag = '1A4FF0100000022000000123';
const clean: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of clean.splice(0).reverse()) await step();
});

function listen(scanner: Scanner): { scans: Scan[]; faults: string[] } {
  const heard = { scans: [] as Scan[], faults: [] as string[] };
  scanner.onScan((scan) => heard.scans.push(scan));
  scanner.onFault((why) => heard.faults.push(why));
  clean.push(() => scanner.stop());
  return heard;
}

async function plugIn(pair: PtyPair) {
  const dialled = await dialSerial({ path: pair.device, baudRate: 9600 }, realClock())();
  if (!dialled.ok) throw new Error(`the device's side does not open: ${dialled.error}`);
  clean.push(() => dialled.value.close());
  return scannerSimulator(() => dialled.value, realClock());
}

describe('on a real serial port', () => {
  beforeEach(needsSocat);

  test('a scan arrives with its symbology, source and bytes', async () => {
    const pair = await ptyPair();
    clean.push(pair.remove);
    const scanner = createSerialScanner({ id: 'scanner-1', path: pair.register, baudRate: 9600, clock: realClock() });
    const { scans } = listen(scanner);
    scanner.start();
    await untilState(scanner, 'ready');
    const gun = await plugIn(pair);
    await gun.scan(tag, ']C1');
    await until('the scan arrived', () => scans.length === 1);
    expect(scans[0]).toMatchObject({ text: tag, aimId: ']C1', source: 'scanner-1' });
    expect(Buffer.from(scans[0]?.raw ?? []).toString('latin1')).toBe(tag);
  });

  test('a scanner pulled out and put back scans again, and half a code from before is broken off', async () => {
    const pair = await ptyPair();
    clean.push(pair.remove);
    const scanner = createSerialScanner({ id: 'scanner-1', path: pair.register, clock: realClock() });
    const { scans, faults } = listen(scanner);
    scanner.start();
    await untilState(scanner, 'ready');
    const before = await plugIn(pair);
    await before.scan('036000291452');
    await until('the first scan arrived', () => scans.length === 1);
    await pair.unplug();
    await untilState(scanner, 'lost no_such_port');
    await pair.replug();
    await untilState(scanner, 'ready');
    const after = await plugIn(pair);
    await after.scan(tag);
    await until('the scan after replugging arrived', () => scans.length === 2);
    expect(scans.map((scan) => scan.text)).toEqual(['036000291452', tag]);
    expect(faults).toEqual([]);
  });

  test('a port that another program holds is said to be taken', async () => {
    const pair = await ptyPair();
    clean.push(pair.remove);
    const first = await dialSerial({ path: pair.register, baudRate: 9600 }, realClock())();
    expect(first.ok).toBe(true);
    if (first.ok) clean.push(() => first.value.close());
    const second = await dialSerial({ path: pair.register, baudRate: 9600 }, realClock())();
    expect(second).toEqual({ ok: false, error: 'taken_by_another' });
  });
});

test('a port that is not there is said in words and tried again', async () => {
  const scanner = createSerialScanner({ id: 'scanner-1', path: '/dev/ttyNOT-THERE', clock: realClock() });
  listen(scanner);
  scanner.start();
  await untilState(scanner, 'lost no_such_port');
  const test = await scanner.selfTest();
  expect(test).toEqual({ ok: false, findings: [expect.stringContaining('no_such_port')] });
});

test('native module missing: the register starts and the scanner says so', async () => {
  const dial = dialSerial({ path: '/dev/ttyUSB0', baudRate: 9600 }, realClock(), async () => {
    throw new Error("Cannot find module '@serialport/bindings-cpp'");
  });
  const scanner = createScanner({ id: 'scanner-1', clock: realClock(), dial, linkName: '/dev/ttyUSB0' });
  listen(scanner);
  scanner.start();
  await untilState(scanner, 'lost native_part_missing');
});

test('two scanners are told apart by their source', async () => {
  const one = createVirtualScanner({ id: 'counter', clock: realClock() });
  const two = createVirtualScanner({ id: 'door', clock: realClock() });
  const heard = [one, two].map(({ scanner }) => listen(scanner));
  for (const { scanner } of [one, two]) {
    scanner.start();
    await untilState(scanner, 'ready');
  }
  await Promise.all([one.bench.scan(tag), two.bench.scan('036000291452')]);
  await until('both scans arrived', () => heard.every(({ scans }) => scans.length === 1));
  expect(heard.map(({ scans }) => scans[0]?.source)).toEqual(['counter', 'door']);
});

test('a virtual scanner: pulled out while it sends, half a code is broken off', async () => {
  const { scanner, bench } = createVirtualScanner({ id: 'counter', clock: realClock(10) });
  const { scans, faults } = listen(scanner);
  scanner.start();
  await untilState(scanner, 'ready');
  await bench.scanHalf(tag);
  bench.unplug();
  await untilState(scanner, 'lost no_connection');
  bench.replug();
  await untilState(scanner, 'ready');
  await bench.scan(tag, ']C0');
  await until('the scan arrived', () => scans.length === 1);
  expect(faults).toEqual(['broken_off']);
  expect(scans[0]).toMatchObject({ text: tag, aimId: ']C0' });
});

test('a scanner at the wrong speed asks for a hand, and is ready again after one good code', async () => {
  const { scanner, bench } = createVirtualScanner({ id: 'counter', clock: realClock(10) });
  const { scans, faults } = listen(scanner);
  scanner.start();
  await untilState(scanner, 'ready');
  for (const round of [1, 2, 3]) {
    await bench.garbage();
    await until('the garbage was noticed', () => faults.length === round);
  }
  await untilState(scanner, 'attention garbage');
  await bench.scan(tag);
  await untilState(scanner, 'ready');
  expect(scans.map((scan) => scan.text)).toEqual([tag]);
});

test('a slow scanner gives the same code, byte by byte', async () => {
  const { scanner, bench } = createVirtualScanner({ id: 'counter', clock: realClock() });
  const { scans } = listen(scanner);
  scanner.start();
  await untilState(scanner, 'ready');
  bench.setHabits({ msPerByte: 2, suffix: '' });
  await bench.scan(tag, ']C0');
  await until('the scan arrived', () => scans.length === 1);
  expect(scans[0]).toMatchObject({ text: tag, aimId: ']C0' });
});
