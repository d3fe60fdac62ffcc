import { expect, test } from 'vitest';
import { PrinterMachine } from '../../../src/hardware/escpos-printer/simulator/machine.ts';
import { createStationOn } from '../../../src/hardware/escpos-printer/station.ts';
import { createMemoryCable } from '../../../src/hardware/link/memory-link.ts';
import { realClock } from '../support/clocks.ts';
import { receipt, shortReceipt, trainingReceipt } from '../support/receipts.ts';
import { count, job, printedText, virtualStation } from '../support/station.ts';
import { until, untilState } from '../support/wait.ts';

test('a receipt is printed when the printer says that it is on paper', async () => {
  const { printer, machine } = await virtualStation();
  expect(await printer.print(job('1', receipt))).toEqual({ kind: 'printed' });
  expect(printedText(machine)).toContain('Signed by Metrc');
  expect(count(machine, '[cut]')).toBe(1);
  expect(machine.unknownCommands()).toEqual([]);
  expect(machine.drawer.pulses()).toEqual([]);
});

test('two receipts at once come out one after the other, whole', async () => {
  const { printer, machine } = await virtualStation({ model: { msPerLine: 2 } });
  const both = await Promise.all([printer.print(job('1', receipt)), printer.print(job('2', shortReceipt))]);
  expect(both).toEqual([{ kind: 'printed' }, { kind: 'printed' }]);
  const lines = printedText(machine).split('\n');
  expect(lines.indexOf('[cut]')).toBeLessThan(lines.findIndex((line) => line.includes('GREEN LEAF')));
});

test('paper out before the receipt: nothing is sent, the cashier is told, and it prints when paper is in', async () => {
  const { printer, machine } = await virtualStation();
  machine.runOutAfter(0);
  await untilState(printer, 'attention paper_out');
  const before = machine.receivedBytes();
  const outcome = printer.print(job('1', shortReceipt));
  await until('a heartbeat passed', () => machine.receivedBytes() > before);
  expect(machine.paper()).toEqual([]);
  machine.loadPaper();
  expect(await outcome).toEqual({ kind: 'printed' });
  expect(count(machine, 'TOTAL')).toBe(1);
});

test('paper out in mid-receipt: it is not reported as printed until the rest came out, once', async () => {
  const { printer, machine } = await virtualStation();
  machine.runOutAfter(12);
  let outcome: unknown = null;
  const printing = printer.print(job('1', receipt)).then((end) => {
    outcome = end;
  });
  await untilState(printer, 'attention paper_out');
  expect(outcome).toBeNull();
  expect(printedText(machine)).not.toContain('TOTAL');
  machine.loadPaper();
  await printing;
  expect(outcome).toEqual({ kind: 'printed' });
  expect(count(machine, 'TOTAL')).toBe(1);
  expect(count(machine, 'PRAIRIE LANTERN')).toBe(1);
});

test('paper out between copies: the first is printed, the second waits for paper', async () => {
  const { printer, machine } = await virtualStation();
  expect(await printer.print(job('1', shortReceipt))).toEqual({ kind: 'printed' });
  machine.runOutAfter(0);
  const copy = printer.print(job('2', shortReceipt));
  await untilState(printer, 'attention paper_out');
  machine.loadPaper();
  expect(await copy).toEqual({ kind: 'printed' });
  expect(count(machine, 'TOTAL')).toBe(2);
});

test('near end only: said, and printed all the same', async () => {
  const { printer, machine } = await virtualStation();
  machine.setNearEnd(true);
  await untilState(printer, 'attention paper_near_end');
  expect(await printer.print(job('1', shortReceipt))).toEqual({ kind: 'printed' });
});

test('cover open in mid-receipt, then closed: the receipt goes on and is printed once', async () => {
  const { printer, machine } = await virtualStation({ model: { msPerLine: 5 } });
  const outcome = printer.print(job('1', receipt));
  await until('some of it is on paper', () => machine.paper().length > 5);
  machine.setCover(true);
  await untilState(printer, 'attention cover_open');
  machine.setCover(false);
  expect(await outcome).toEqual({ kind: 'printed' });
  expect(count(machine, 'TOTAL')).toBe(1);
});

test('cutter jam: the receipt is not known to be done, and after the jam is out the next one prints', async () => {
  const { printer, machine } = await virtualStation();
  machine.jamCutter();
  const outcome = printer.print(job('1', shortReceipt));
  await untilState(printer, 'attention cutter_jam');
  machine.setCover(true);
  await untilState(printer, 'attention cover_open');
  machine.clearJam();
  machine.setCover(false);
  expect(await outcome).toEqual({ kind: 'unknown', reason: 'cutter_jam' });
  await untilState(printer, 'ready');
  expect(await printer.print(job('2', shortReceipt))).toEqual({ kind: 'printed' });
});

test('head too hot: the receipt waits and goes on by itself', async () => {
  const { printer, machine } = await virtualStation();
  machine.setHeadHot(true);
  const outcome = printer.print(job('1', shortReceipt));
  await untilState(printer, 'attention head_too_hot');
  machine.setHeadHot(false);
  expect(await outcome).toEqual({ kind: 'printed' });
});

test('a job that waits for paper can be cancelled, and nothing of it is ever printed', async () => {
  const { printer, machine } = await virtualStation();
  machine.runOutAfter(0);
  await untilState(printer, 'attention paper_out');
  const outcome = printer.print(job('1', shortReceipt));
  printer.cancel('1');
  expect(await outcome).toEqual({ kind: 'failed', reason: 'cancelled' });
  machine.loadPaper();
  expect(await printer.print(job('2', trainingReceipt))).toEqual({ kind: 'printed' });
  expect(printedText(machine)).not.toContain('GREEN LEAF');
});

test('cancelled in mid-receipt: unknown, the rest stays off the paper, and the next receipt is cut apart from it', async () => {
  const { printer, machine } = await virtualStation();
  machine.runOutAfter(8);
  const outcome = printer.print(job('1', receipt));
  await untilState(printer, 'attention paper_out');
  printer.cancel('1');
  expect(await outcome).toEqual({ kind: 'unknown', reason: 'paper_out' });
  machine.loadPaper();
  expect(await printer.print(job('2', shortReceipt))).toEqual({ kind: 'printed' });
  const lines = printedText(machine).split('\n');
  expect(lines.filter((line) => line.includes('Sales tax'))).toEqual([]);
  expect(lines.indexOf('[cut]')).toBeLessThan(lines.findIndex((line) => line.includes('GREEN LEAF')));
});

test('cable pulled before a job: the job fails with nothing on paper', async () => {
  const { printer, bench, machine } = await virtualStation();
  bench.unplug();
  await untilState(printer, 'lost no_connection');
  expect(await printer.print(job('1', shortReceipt))).toEqual({ kind: 'failed', reason: 'no_connection' });
  bench.replug();
  await untilState(printer, 'ready');
  expect(machine.paper()).toEqual([]);
});

test('cable pulled in a job: unknown, and never printed again by itself', async () => {
  const { printer, bench, machine } = await virtualStation({ model: { msPerLine: 5 } });
  const outcome = printer.print(job('1', receipt));
  await until('some of it is on paper', () => machine.paper().length > 5);
  bench.unplug();
  expect(await outcome).toEqual({ kind: 'unknown', reason: 'no_connection' });
  bench.replug();
  await untilState(printer, 'ready');
  expect(await printer.print(job('2', shortReceipt))).toEqual({ kind: 'printed' });
  expect(count(machine, 'Served by Dana')).toBeLessThanOrEqual(1);
  expect(count(machine, 'GREEN LEAF')).toBe(1);
});

test('cable pulled after a job: that job stays printed', async () => {
  const { printer, bench } = await virtualStation();
  const outcome = await printer.print(job('1', shortReceipt));
  bench.unplug();
  await untilState(printer, 'lost no_connection');
  expect(outcome).toEqual({ kind: 'printed' });
});

test('connection lost inside a picture: it does not swallow the next receipt', async () => {
  const { printer, bench, machine } = await virtualStation();
  bench.setSpeed(50_000);
  const mark = { kind: 'mark', mark: 'signed', lines: ['Signed by Metrc'] } as const;
  const before = machine.receivedBytes();
  const outcome = printer.print(job('1', { blocks: [mark] }));
  await until('the mark is on its way', () => machine.receivedBytes() > before + 60);
  bench.unplug();
  expect(await outcome).toEqual({ kind: 'unknown', reason: 'no_connection' });
  bench.setSpeed(null);
  bench.replug();
  await untilState(printer, 'ready');
  expect(await printer.print(job('2', shortReceipt))).toEqual({ kind: 'printed' });
  expect(count(machine, 'GREEN LEAF')).toBe(1);
});

test('a printer left inside a half-sent picture by a killed program prints the first receipt whole', async () => {
  const clock = realClock(10);
  const cable = createMemoryCable({ name: 'second', clock });
  const other = new PrinterMachine(clock);
  cable.onConnect((link) => other.accept(link));
  const killed = await cable.dial();
  if (!killed.ok) throw new Error('the cable is in');
  await killed.value.write(Uint8Array.of(0x1b, 0x2a, 0x21, 72, 0, 1, 2, 3));
  await killed.value.close();
  const { printer } = createStationOn(cable.dial, { clock, printer: { id: 'printer', columns: 48 } });
  printer.start();
  expect(await printer.print(job('1', shortReceipt))).toEqual({ kind: 'printed' });
  expect(count(other, 'GREEN LEAF')).toBe(1);
  await printer.stop();
});

test('late id of the previous job: it does not confirm the next one', async () => {
  const { printer, machine } = await virtualStation();
  machine.holdConfirmations(true);
  const first = printer.print(job('1', shortReceipt));
  await until('the first is on paper', () => count(machine, '[cut]') === 1);
  printer.cancel('1');
  expect(await first).toEqual({ kind: 'unknown', reason: 'no_confirmation' });
  machine.runOutAfter(6); // four lines before the cut that parts them, two of the next receipt
  let outcome: unknown = null;
  const second = printer.print(job('2', shortReceipt)).then((end) => {
    outcome = end;
  });
  await untilState(printer, 'attention paper_out');
  const before = machine.receivedBytes();
  machine.holdConfirmations(false);
  await until('the late id was heard', () => machine.receivedBytes() > before); // the next heartbeat comes after it
  expect(outcome).toBeNull();
  machine.loadPaper();
  await second;
  expect(outcome).toEqual({ kind: 'printed' });
});

test('a printer without process ids: its paper status confirms the job', async () => {
  const { printer } = await virtualStation({ model: { processIds: false }, speed: 40 });
  expect(await printer.print(job('1', shortReceipt))).toEqual({ kind: 'printed' });
});

test('a printer without process ids that ran out of paper in between: unknown', async () => {
  const { printer, machine } = await virtualStation({ model: { processIds: false }, speed: 40 });
  machine.runOutAfter(2);
  const outcome = printer.print(job('1', shortReceipt));
  await untilState(printer, 'attention paper_out');
  machine.loadPaper();
  expect(await outcome).toEqual({ kind: 'unknown', reason: 'no_confirmation' });
});

test('a printer that only listens: the receipt goes out and is not claimed to be printed', async () => {
  const model = { automaticStatus: false, realTimeStatus: false, processIds: false };
  const { printer, machine } = await virtualStation({ model });
  expect(await printer.print(job('1', shortReceipt))).toEqual({ kind: 'unknown', reason: 'no_confirmation' });
  await until('it is on paper', () => count(machine, 'TOTAL') === 1);
  expect((await printer.selfTest()).findings[0]).toContain('answers nothing');
});

test('reply garbage: the printer asks for a hand and nothing is sent to it', async () => {
  const { printer, machine } = await virtualStation();
  machine.setGarbage(true);
  await untilState(printer, 'attention garbage');
  const outcome = printer.print(job('1', shortReceipt));
  printer.cancel('1');
  expect(await outcome).toEqual({ kind: 'failed', reason: 'cancelled' });
  machine.setGarbage(false);
  await untilState(printer, 'ready');
});

test('printer off at start: lost, and ready by itself when it is switched on', async () => {
  const clock = realClock(10);
  const cable = createMemoryCable({ name: 'printer', clock });
  cable.unplug();
  const { printer } = createStationOn(cable.dial, { clock, printer: { id: 'printer', columns: 48 } });
  printer.start();
  await untilState(printer, 'lost no_connection');
  const machine = new PrinterMachine(clock);
  cable.onConnect((link) => machine.accept(link));
  cable.replug();
  await untilState(printer, 'ready');
  expect(await printer.selfTest()).toMatchObject({ ok: true });
  await printer.stop();
});

test('a document that breaks the contract is a bug of its caller and does not hold up the next receipt', async () => {
  const { printer, machine } = await virtualStation();
  const broken = printer.print(job('1', { blocks: [{ kind: 'qr', data: 'x\x10\x14', lines: [] }] }));
  const next = printer.print(job('2', shortReceipt));
  await expect(broken).rejects.toThrow('plain ASCII');
  expect(await next).toEqual({ kind: 'printed' });
  expect(count(machine, 'GREEN LEAF')).toBe(1);
});

test('the self-test says what keeps the printer from printing', async () => {
  const { printer, machine } = await virtualStation();
  expect(await printer.selfTest()).toMatchObject({
    ok: true,
    findings: expect.arrayContaining([expect.stringContaining('TM-T20III')]),
  });
  machine.setCover(true);
  await untilState(printer, 'attention cover_open');
  expect(await printer.selfTest()).toMatchObject({
    ok: false,
    findings: expect.arrayContaining(['It cannot print: cover_open.']),
  });
});
