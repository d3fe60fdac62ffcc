import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { startPrinterSimulator } from '../../../src/hardware/escpos-printer/simulator/printer-server.ts';
import { dialTcp } from '../../../src/hardware/link/tcp-link.ts';
import { realClock } from '../support/clocks.ts';
import { receipt, shortReceipt } from '../support/receipts.ts';
import { afterTest, count, job, networkStation, stationAt } from '../support/station.ts';
import { until, untilState } from '../support/wait.ts';

test('a receipt and a kick go over a real network connection', async () => {
  const { station, machine } = await networkStation();
  station.printer.start();
  station.drawer?.start();
  await untilState(station.printer, 'ready');
  expect(await station.drawer?.kick()).toEqual({ kind: 'sent' });
  expect(await station.printer.print(job('1', receipt))).toEqual({ kind: 'printed' });
  expect(count(machine, 'TOTAL')).toBe(1);
  expect(machine.drawer.pulses()).toHaveLength(1);
});

test('refuse: a printer that is off is lost, and ready when it is on', async () => {
  const { server, station } = await networkStation();
  const { port } = server;
  await server.stop();
  station.printer.start();
  await untilState(station.printer, 'lost no_connection');
  const again = await startPrinterSimulator({ clock: realClock(10), port });
  afterTest(again.stop);
  await untilState(station.printer, 'ready');
});

test('accept and close: a second register holds the printer', async () => {
  const { server, station } = await networkStation();
  server.setTaken(true);
  station.printer.start();
  await untilState(station.printer, 'lost taken_by_another');
  expect(await station.printer.print(job('1', shortReceipt))).toEqual({ kind: 'failed', reason: 'taken_by_another' });
  server.setTaken(false);
  await untilState(station.printer, 'ready');
});

test('never read: the job is not claimed to be printed', async () => {
  const { station, machine } = await networkStation({ speed: 20 });
  machine.setReadsNothing(true);
  station.printer.start();
  await untilState(station.printer, 'ready'); // it has never said a word, as a printer that only listens
  expect(await station.printer.print(job('1', shortReceipt))).toEqual({ kind: 'unknown', reason: 'no_confirmation' });
  expect(machine.paper()).toEqual([]);
});

test('RST in mid-receipt: unknown, and the printer is ready again by itself', async () => {
  const { station, machine } = await networkStation();
  station.printer.start();
  await untilState(station.printer, 'ready');
  expect(await station.printer.print(job('1', shortReceipt))).toEqual({ kind: 'printed' });
  machine.resetAfter(300);
  expect(await station.printer.print(job('2', receipt))).toEqual({ kind: 'unknown', reason: 'no_connection' });
  await untilState(station.printer, 'ready');
  expect(await station.printer.print(job('3', shortReceipt))).toEqual({ kind: 'printed' });
  expect(count(machine, 'GREEN LEAF')).toBe(2);
});

test('silent printer: one that used to answer and is silent now is not taken for one that only listens', async () => {
  const { station, machine } = await networkStation();
  station.printer.start();
  await untilState(station.printer, 'ready');
  machine.setSilent(true);
  await untilState(station.printer, 'lost not_answering');
  machine.setSilent(false);
  await untilState(station.printer, 'ready');
});

test('Wi-Fi gone without FIN: said within five seconds', async () => {
  const { station, machine } = await networkStation();
  station.printer.start();
  await untilState(station.printer, 'ready');
  machine.setReadsNothing(true); // no FIN, no RST, no answer
  const clock = realClock(10);
  const since = clock.monotonic();
  await untilState(station.printer, 'lost not_answering');
  expect(clock.monotonic() - since).toBeLessThan(5000);
});

test('power cycle in mid-receipt: unknown, and the next receipt is whole', async () => {
  const { station, machine } = await networkStation({ model: { msPerLine: 5 } });
  station.printer.start();
  await untilState(station.printer, 'ready');
  const outcome = station.printer.print(job('1', receipt));
  await until('some of it is on paper', () => machine.paper().length > 5);
  machine.powerOff();
  machine.powerOn();
  expect(await outcome).toEqual({ kind: 'unknown', reason: 'no_connection' });
  await untilState(station.printer, 'ready');
  expect(await station.printer.print(job('2', shortReceipt))).toEqual({ kind: 'printed' });
  expect(count(machine, 'GREEN LEAF')).toBe(1);
});

test('printer swapped for another at the same address: said', async () => {
  const { server, station } = await networkStation();
  station.printer.start();
  await untilState(station.printer, 'ready');
  await station.printer.selfTest(); // returns when the printer has said who it is
  server.swap({ serial: 'OTHER-0002' });
  await untilState(station.printer, 'attention swapped');
});

test('two registers at one printer: the second is told that it is taken', async () => {
  const { server, station } = await networkStation();
  station.printer.start();
  await untilState(station.printer, 'ready');
  const second = stationAt(server.port);
  afterTest(() => second.printer.stop());
  second.printer.start();
  await untilState(second.printer, 'lost taken_by_another');
  expect(await station.printer.print(job('1', shortReceipt))).toEqual({ kind: 'printed' });
});

test('black hole: an address that never answers is given up after three seconds', async (context) => {
  context.skip(process.platform !== 'linux', 'only Linux stops answering for a frozen program with a full queue');
  // A listening program that is frozen: the system answers for it until its queue is full, then nobody answers.
  const script = `const s = require('net').createServer(); s.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      process.stdout.write(String(s.address().port), () => process.kill(process.pid, 'SIGSTOP')); })`;
  const frozen = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  const sockets: Socket[] = [];
  afterTest(async () => {
    for (const socket of sockets) socket.destroy();
    frozen.kill('SIGKILL');
  });
  const port = await new Promise<number>((resolve) => frozen.stdout.once('data', (text) => resolve(Number(text))));
  await until('the program is frozen', () => readFileSync(`/proc/${frozen.pid}/stat`, 'utf8').includes(') T '));
  for (let i = 0; i < 4; i += 1) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    sockets.push(socket);
  }
  await until('two stand in its queue', () => sockets.filter((socket) => !socket.connecting).length === 2);
  const clock = realClock(10);
  const since = clock.monotonic();
  expect(await dialTcp({ host: '127.0.0.1', port }, clock)()).toEqual({ ok: false, error: 'not_answering' });
  expect(clock.monotonic() - since).toBeGreaterThan(2900);
});

test('FIN and RST are two different ends of a link', async () => {
  const { server } = await networkStation();
  const ends: string[] = [];
  const dial = dialTcp({ host: '127.0.0.1', port: server.port }, realClock());
  server.setTaken(true);
  const first = await dial();
  if (first.ok) first.value.onEnd((end) => ends.push(end));
  await until('the first ended', () => ends.length === 1);
  server.setTaken(false);
  const second = await dial();
  if (second.ok) second.value.onEnd((end) => ends.push(end));
  await until('the second is connected', () => server.machine.connected());
  server.machine.resetAfter(0);
  if (second.ok) void second.value.write(Uint8Array.of(0));
  await until('the second ended', () => ends.length === 2);
  expect(ends).toEqual(['ended', 'reset']);
});
