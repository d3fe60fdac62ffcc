import { expect, test } from 'vitest';
import { realClock } from '../support/clocks.ts';
import { receipt, shortReceipt } from '../support/receipts.ts';
import { count, job, networkStation, virtualStation } from '../support/station.ts';
import { until, untilState } from '../support/wait.ts';

test('one kick is exactly one pulse, on the pin and for the time that are set', async () => {
  const { drawer, machine } = await virtualStation({ drawer: { pin: 5, onMs: 120 } });
  expect(await drawer.kick()).toEqual({ kind: 'sent' });
  await until('the drawer opened', () => drawer.position() === 'open');
  expect(machine.drawer.pulses()).toEqual([{ pin: 5, onMs: 120, realTime: false }]);
});

test('the drawer says when it opens and when it is closed', async () => {
  const { drawer, machine } = await virtualStation();
  const seen: string[] = [];
  drawer.onPosition((position) => seen.push(position));
  await drawer.kick();
  await until('open', () => drawer.position() === 'open');
  machine.drawer.close();
  await until('closed', () => drawer.position() === 'closed');
  expect(seen).toEqual(['open', 'closed']);
});

test('a kick requested while unplugged never fires later', async () => {
  const { drawer, bench, machine } = await virtualStation();
  bench.unplug();
  await untilState(drawer, 'lost no_connection');
  expect(await drawer.kick()).toEqual({ kind: 'refused', reason: 'no_connection' });
  bench.replug();
  await untilState(drawer, 'ready');
  expect(await drawer.kick()).toEqual({ kind: 'sent' });
  await until('the second kick arrived', () => machine.drawer.isOpen());
  expect(machine.drawer.pulses()).toHaveLength(1);
});

test('a kick asked for while Wi-Fi is gone, before anybody noticed, never fires when it returns', async () => {
  const { station, machine } = await networkStation({ speed: 1 });
  station.drawer?.start();
  if (station.drawer === null) throw new Error('there is a drawer');
  await untilState(station.drawer, 'ready');
  machine.setReadsNothing(true);
  const since = performance.now();
  await until('the last word of the printer is too old to prove anything', () => performance.now() - since > 350);
  expect(await station.drawer.kick()).toEqual({ kind: 'refused', reason: 'not_answering' });
  machine.setReadsNothing(false);
  await untilState(station.drawer, 'ready');
  expect(machine.drawer.pulses()).toEqual([]);
});

test('kick while the printer is offline: the drawer opens without paper', async () => {
  const { drawer, printer, machine } = await virtualStation();
  machine.runOutAfter(0);
  await untilState(printer, 'attention paper_out');
  expect(await drawer.kick()).toEqual({ kind: 'sent' });
  await until('the drawer opened', () => drawer.position() === 'open');
  expect(machine.drawer.pulses()).toEqual([{ pin: 2, onMs: 100, realTime: true }]);
  machine.loadPaper();
  await untilState(printer, 'ready');
  expect(machine.drawer.pulses()).toHaveLength(1);
});

test('kick while a receipt waits for paper: at once, and not again when the paper is in', async () => {
  const { drawer, printer, machine } = await virtualStation();
  machine.runOutAfter(10);
  const outcome = printer.print(job('1', receipt));
  await untilState(printer, 'attention paper_out');
  expect(await drawer.kick()).toEqual({ kind: 'sent' });
  await until('the drawer opened', () => machine.drawer.isOpen());
  machine.loadPaper();
  expect(await outcome).toEqual({ kind: 'printed' });
  expect(machine.drawer.pulses()).toHaveLength(1);
});

test('a kick does not wait for a slow receipt and does not spoil it', async () => {
  const { drawer, printer, machine } = await virtualStation({ model: { msPerLine: 100 } });
  const outcome = printer.print(job('1', receipt));
  await until('it is printing', () => machine.paper().length > 2);
  expect(await drawer.kick()).toEqual({ kind: 'sent' });
  await until('the drawer opened', () => machine.drawer.isOpen());
  expect(count(machine, 'TOTAL')).toBe(0);
  expect(await outcome).toEqual({ kind: 'printed' });
  expect(machine.unknownCommands()).toEqual([]);
  expect(machine.drawer.pulses()).toHaveLength(1);
});

test('a kick goes ahead of receipts that wait in the queue', async () => {
  const { drawer, printer, machine } = await virtualStation({ model: { msPerLine: 20 } });
  const all = [
    printer.print(job('1', shortReceipt)),
    printer.print(job('2', shortReceipt)),
    printer.print(job('3', shortReceipt)),
  ];
  expect(await drawer.kick()).toEqual({ kind: 'sent' });
  await until('the drawer opened', () => machine.drawer.isOpen());
  expect(count(machine, 'TOTAL')).toBeLessThan(3);
  await Promise.all(all);
  expect(machine.drawer.pulses()).toHaveLength(1);
});

test('two cashiers at once: two kicks are two pulses, one after the other', async () => {
  const { drawer, machine } = await virtualStation();
  expect(await Promise.all([drawer.kick(), drawer.kick()])).toEqual([{ kind: 'sent' }, { kind: 'sent' }]);
  await until('both arrived', () => machine.drawer.pulses().length === 2);
});

test('stuck: the pulse left, and the sensor says that the drawer is closed', async () => {
  const { drawer, machine } = await virtualStation();
  machine.drawer.setStuck(true);
  expect(await drawer.kick()).toEqual({ kind: 'sent' });
  await until('the pulse arrived', () => machine.drawer.pulses().length === 1);
  expect(drawer.position()).toBe('closed');
});

test('already open: a kick changes nothing', async () => {
  const { drawer, machine } = await virtualStation();
  await drawer.kick();
  await until('open', () => drawer.position() === 'open');
  expect(await drawer.kick()).toEqual({ kind: 'sent' });
  expect(drawer.position()).toBe('open');
  machine.drawer.close();
  await until('closed', () => drawer.position() === 'closed');
});

test('no sensor: the position is unknown, before and after a kick', async () => {
  const { drawer } = await virtualStation({ drawer: { sensor: 'none' } });
  expect(await drawer.kick()).toEqual({ kind: 'sent' });
  expect(drawer.position()).toBe('unknown');
  expect((await drawer.selfTest()).findings[0]).toContain('cannot be seen');
});

test('wrong polarity: seen as open while it is closed, and right with the other setting', async () => {
  const model = { drawer: { pin: 2, sensor: 'highIsClosed' } } as const;
  const wrong = await virtualStation({ model, drawer: { sensor: 'highIsOpen' } });
  await until('a status is known', () => wrong.drawer.position() !== 'unknown');
  expect(wrong.drawer.position()).toBe('open');
  const right = await virtualStation({ model, drawer: { sensor: 'highIsClosed' } });
  await until('a status is known', () => right.drawer.position() !== 'unknown');
  expect(right.drawer.position()).toBe('closed');
});

test('left open: said after the time of the store, gone when it is closed', async () => {
  const { drawer, machine } = await virtualStation({ drawer: { leftOpenAfterMs: 2000 } });
  await drawer.kick();
  await untilState(drawer, 'attention left_open');
  machine.drawer.close();
  await untilState(drawer, 'ready');
});

test('left open without a sensor: nobody knows, and nothing is said', async () => {
  const { drawer } = await virtualStation({ drawer: { sensor: 'none', leftOpenAfterMs: 100 } });
  const said: string[] = [];
  drawer.onState((state) => said.push(state.kind));
  await drawer.kick();
  await new Promise<void>((resolve) => realClock(10).after(500, resolve));
  expect([drawer.state().kind, ...said]).toEqual(['ready']);
});

test('a printer without the real-time pulse refuses the kick while it is offline, and never fires it later', async () => {
  const { drawer, printer, machine } = await virtualStation({ drawer: { realTimePulse: false } });
  machine.setCover(true);
  await untilState(printer, 'attention cover_open');
  expect(await drawer.kick()).toEqual({ kind: 'refused', reason: 'cover_open' });
  machine.setCover(false);
  await untilState(printer, 'ready');
  expect(machine.drawer.pulses()).toEqual([]);
});
