/** Printers that say wrong things for a while: noise among their answers, and ids of receipts that were printed before. */
import { expect, test } from 'vitest';
import { KnownIdentity } from '../../../src/hardware/escpos-printer/printer-identity.ts';
import { realClock } from '../support/clocks.ts';
import { shortReceipt } from '../support/receipts.ts';
import { count, job, virtualStation } from '../support/station.ts';
import { untilState } from '../support/wait.ts';

/** An identity text as a printer sends it. */
const identity = (text: string): Uint8Array => Buffer.from(`_${text}\0`, 'latin1');

test('a printer that talked garbage is not called swapped when it is well again', async () => {
  const { printer, machine } = await virtualStation();
  await printer.selfTest(); // returns when the printer has said who it is
  const seen: string[] = [];
  printer.onState((state) => seen.push('reason' in state ? state.reason : state.kind));
  machine.say(identity('NOBODY-0000'));
  machine.setGarbage(true);
  await untilState(printer, 'attention garbage');
  machine.say(identity('TRA!N!NG'));
  machine.setGarbage(false);
  machine.say(identity('TRA!N!NG'));
  await untilState(printer, 'ready');
  expect(await printer.print(job('1', shortReceipt))).toEqual({ kind: 'printed' });
  expect(seen).not.toContain('swapped');
});

test('a printer that is called swapped is asked again, and is well as soon as it says its own number', async () => {
  const { printer, machine } = await virtualStation();
  await printer.selfTest();
  machine.setModel({ serial: 'GARBLED-1' });
  machine.powerOff();
  machine.powerOn();
  // Another number than the first one, said twice alike, is another printer.
  await untilState(printer, 'attention swapped');
  const clock = realClock(10);
  const since = clock.monotonic();
  machine.setModel({ serial: 'TRAINING' });
  await untilState(printer, 'ready');
  expect(clock.monotonic() - since).toBeLessThan(4000);
});

test('a serial number counts when it was said twice alike; noise and what nobody asked for count for nothing', () => {
  const who = new KnownIdentity(null);
  const say = (...texts: string[]): void => {
    for (const text of texts) who.hear(text);
  };
  expect(who.ask()).toEqual([66, 67, 68, 68]);
  say('MAKER', 'MODEL', 'S-1', 'S-2');
  expect(who.get().serial).toBeNull();
  expect(who.askAgain()).toEqual([66, 67, 68, 68]);
  say('MAKER');
  who.noise();
  say('MODEL', 'S-2', 'S-2');
  expect(who.get().serial).toBeNull();
  who.askAgain();
  say('MAKER', 'MODEL', 'S-1', 'S-1', 'S-9');
  expect(who.get()).toEqual({ maker: 'MAKER', model: 'MODEL', serial: 'S-1' });
  expect([who.isSwapped(), who.askAgain()]).toEqual([false, []]);
  who.forget();
  who.ask();
  say('MAKER', 'MODEL', 'S-3', 'S-3');
  expect([who.isSwapped(), who.askAgain()]).toEqual([true, [68, 68]]);
  say('S-1', 'S-1');
  expect(who.isSwapped()).toBe(false);
});

test('a printer that returns an old process id: each receipt is unknown within seconds, and those behind it are not held up', async () => {
  const { printer, machine } = await virtualStation();
  const clock = realClock(10);
  expect(await printer.print(job('1', shortReceipt))).toEqual({ kind: 'printed' });
  machine.confirmWith('0000');
  const since = clock.monotonic();
  const unknowns = await Promise.all(['2', '3', '4'].map((id) => printer.print(job(id, shortReceipt))));
  expect(unknowns).toEqual(Array(3).fill({ kind: 'unknown', reason: 'no_confirmation' }));
  expect(clock.monotonic() - since).toBeLessThan(30_000);
  machine.confirmWith(null);
  expect(await printer.print(job('5', shortReceipt))).toEqual({ kind: 'printed' });
  expect(count(machine, 'GREEN LEAF')).toBe(5);
});
