import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PrinterMachine } from '../../../src/hardware/escpos-printer/simulator/machine.ts';
import { createEscposStation } from '../../../src/hardware/escpos-printer/station.ts';
import { type Link, maxWaitingBytes } from '../../../src/hardware/link/link.ts';
import { createMemoryCable } from '../../../src/hardware/link/memory-link.ts';
import { dialSerial } from '../../../src/hardware/link/serial-link.ts';
import { realClock } from '../support/clocks.ts';
import { needsSocat, ptyPair } from '../support/pty.ts';
import { receipt } from '../support/receipts.ts';
import { until, untilState } from '../support/wait.ts';

const clean: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of clean.splice(0).reverse()) await step();
});

async function openPort(path: string): Promise<Link> {
  const dialled = await dialSerial({ path, baudRate: 115_200 }, realClock())();
  if (!dialled.ok) throw new Error(`${path}: ${dialled.error}`);
  clean.push(() => dialled.value.close());
  return dialled.value;
}

describe('on a real serial port', () => {
  beforeEach(needsSocat);

  test('an unplugged cable ends the link, also when nothing is being read or written', async () => {
    const pair = await ptyPair();
    clean.push(pair.remove);
    const link = await openPort(pair.register);
    await pair.unplug();
    await until('the end is noticed', () => link.ended() === 'unplugged');
    expect(await link.write(Uint8Array.of(0x1b, 0x70, 0, 25, 250))).toBe('closed');
  });

  test('what was written into a port that is gone is not sent when it returns', async () => {
    const pair = await ptyPair();
    clean.push(pair.remove);
    const before = await openPort(pair.register);
    await pair.unplug();
    await until('the end is noticed', () => before.ended() !== null);
    void before.write(Uint8Array.of(0x1b, 0x70, 0, 25, 250));
    await pair.replug();
    const device = await openPort(pair.device);
    const heard: number[] = [];
    device.onData((bytes) => heard.push(...bytes));
    const after = await openPort(pair.register);
    await after.write(Uint8Array.of(0x41));
    await until('the new byte arrived', () => heard.includes(0x41));
    expect(heard).toEqual([0x41]);
  });

  test('a serial printer prints, is unplugged and replugged, and fires no kick from before', async () => {
    const pair = await ptyPair();
    clean.push(pair.remove);
    const machine = new PrinterMachine(realClock());
    machine.accept(await openPort(pair.device));
    const station = createEscposStation({
      clock: realClock(4),
      link: { kind: 'serial', path: pair.register, baudRate: 115_200 },
      printer: { id: 'printer', columns: 42 },
      drawer: { id: 'drawer', sensor: 'highIsOpen' },
    });
    clean.push(async () => {
      await station.printer.stop();
      await station.drawer?.stop();
    });
    station.printer.start();
    station.drawer?.start();
    await untilState(station.printer, 'ready');
    expect(await station.printer.print({ id: '1', document: receipt })).toEqual({ kind: 'printed' });
    await pair.unplug();
    await untilState(station.printer, 'lost no_such_port');
    expect(await station.drawer?.kick()).toEqual({ kind: 'refused', reason: 'no_such_port' });
    await pair.replug();
    await until('the machine let go of the old cable', () => !machine.connected());
    machine.accept(await openPort(pair.device));
    await untilState(station.printer, 'ready');
    expect(machine.drawer.pulses()).toEqual([]);
    expect(await station.drawer?.kick()).toEqual({ kind: 'sent' });
    await until('the drawer opened', () => machine.drawer.isOpen());
    expect(machine.drawer.pulses()).toHaveLength(1);
  });
});

test('a virtual cable carries the very same bytes both ways, in order', async () => {
  const cable = createMemoryCable({ name: 'cable', clock: realClock() });
  const heard: number[] = [];
  cable.onConnect((device) =>
    device.onData((bytes) => {
      heard.push(...bytes);
      void device.write(bytes.map((byte) => 255 - byte));
    }),
  );
  const dialled = await cable.dial();
  if (!dialled.ok) throw new Error('the plug is in');
  const back: number[] = [];
  dialled.value.onData((bytes) => back.push(...bytes));
  for (const byte of [1, 2, 3]) expect(await dialled.value.write(Uint8Array.of(byte))).toBe('taken');
  await until('all came back', () => back.length === 3);
  expect([heard, back]).toEqual([
    [1, 2, 3],
    [254, 253, 252],
  ]);
});

test('a device that reads nothing: writing waits, is bounded, and ends with the link', async () => {
  const cable = createMemoryCable({ name: 'cable', clock: realClock() });
  cable.onConnect((device) => device.setReading(false));
  const dialled = await cable.dial();
  if (!dialled.ok) throw new Error('the plug is in');
  const first = dialled.value.write(new Uint8Array(maxWaitingBytes));
  expect(await dialled.value.write(Uint8Array.of(1))).toBe('full');
  cable.unplug();
  expect(await first).toBe('closed');
});
