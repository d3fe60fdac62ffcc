import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createScanCodec } from '../../../src/hardware/serial-scanner/codec.ts';
import { handClock } from '../support/clocks.ts';

type Heard = { readonly scan: string; readonly aimId: string | null } | { readonly fault: string };

function bench(suffixRequired = false) {
  const clock = handClock();
  const heard: Heard[] = [];
  const codec = createScanCodec({
    clock,
    suffixRequired,
    onScan: (scan) => heard.push({ scan: scan.text, aimId: scan.aimId }),
    onFault: (why) => heard.push({ fault: why }),
  });
  return { clock, heard, send: (text: string) => codec.push(Buffer.from(text, 'latin1')), codec };
}

const tag = '1A4FF0100000022000000123';
const licence =
  '@\n\x1e\rANSI 636058080002DL00410278ZO03190008DLDAQP123456789\nDCSSAMPLE\nDDEN\nDACJORDAN\nDBB01151990\r';

test('CR, LF and 100 ms of silence each end a code', () => {
  const { send, heard, clock } = bench();
  send(`${tag}\r`);
  send('036000291452\n');
  send('0360002914');
  clock.advance(99);
  expect(heard).toHaveLength(2);
  clock.advance(1);
  expect(heard.map((one) => ('scan' in one ? one.scan : one))).toEqual([tag, '036000291452', '0360002914']);
});

test('CR LF ends one code, not two', () => {
  const { send, heard, clock } = bench();
  send(`${tag}\r`);
  send('\n');
  clock.advance(500);
  expect(heard).toEqual([{ scan: tag, aimId: null }]);
});

test('the AIM identifier is split off', () => {
  const { send, heard } = bench();
  send(`]C1${tag}\r`);
  send(']d2\x1d0100614141007349\r');
  expect(heard).toEqual([
    { scan: tag, aimId: ']C1' },
    { scan: '\x1d0100614141007349', aimId: ']d2' },
  ]);
});

test('a licence keeps its LF and CR and ends only by 150 ms of silence', () => {
  for (const prefix of ['', ']L0']) {
    const { send, heard, clock } = bench();
    send(`${prefix}${licence}`);
    clock.advance(149);
    expect(heard).toEqual([]);
    clock.advance(1);
    expect(heard).toEqual([{ scan: licence.slice(0, -1), aimId: prefix === '' ? null : ']L0' }]);
  }
});

test('two scans at once are two scans, in their order', () => {
  const { send, heard } = bench();
  send('036000291452\r036000291453\r');
  expect(heard).toEqual([
    { scan: '036000291452', aimId: null },
    { scan: '036000291453', aimId: null },
  ]);
});

test('a code of more than 4 KiB is a fault, once, and the next code is read', () => {
  const { send, heard, clock } = bench();
  send('9'.repeat(9000));
  send('\r');
  clock.advance(150);
  send(`${tag}\r`);
  expect(heard).toEqual([{ fault: 'too_long' }, { scan: tag, aimId: null }]);
});

test('garbage bytes are a fault and never a scan', () => {
  const { codec, heard, clock } = bench();
  codec.push(Uint8Array.of(0x00, 0xfe, 0x86, 0x18, 0xf8, 0x80));
  clock.advance(100);
  codec.push(Uint8Array.of(0xf8, 0xe6, 0x9e, 0x41, 0xfe, 0x0d));
  expect(heard).toEqual([{ fault: 'garbage' }, { fault: 'garbage' }]);
});

test('a cable pulled in the middle of a code breaks it off', () => {
  const { send, heard, codec, clock } = bench();
  send(tag.slice(0, 10));
  codec.breakOff();
  clock.advance(1000);
  send(`${tag}\r`);
  expect(heard).toEqual([{ fault: 'broken_off' }, { scan: tag, aimId: null }]);
});

test('where the scanner sends CR after every code, half a code is broken off and not looked up', () => {
  const { send, heard, clock } = bench(true);
  send(tag.slice(0, 10));
  clock.advance(100);
  send(licence);
  clock.advance(150);
  expect(heard).toEqual([{ fault: 'broken_off' }, { scan: licence.slice(0, -1), aimId: null }]);
});

test('a jump of the wall clock in the middle of a code changes nothing', () => {
  const { send, heard, clock } = bench();
  send(tag.slice(0, 10));
  clock.jumpWallClock(-3_600_000);
  send(`${tag.slice(10)}\r`);
  expect(heard).toEqual([{ scan: tag, aimId: null }]);
});

test('the same bytes whole, byte by byte and cut anywhere give the same scans', () => {
  const code = fc.oneof(
    fc.constantFrom(
      tag,
      `]C1${tag}`,
      ']E0036000291452',
      licence,
      `]L0${licence}`,
      'HTTPS://1A4.COM/13X8QMUSJJF9QQM5DIU3UR',
      '',
      ']',
      '@',
    ),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  );
  const burst = fc.array(fc.tuple(code, fc.constantFrom('\r', '\n', '\r\n', '\t', '')), { maxLength: 4 });
  fc.assert(
    fc.property(burst, fc.array(fc.nat(), { maxLength: 8 }), (codes, cuts) => {
      const bytes = Buffer.from(codes.map(([text, suffix]) => text + suffix).join(''), 'latin1');
      const run = (chunks: readonly Uint8Array[]) => {
        const { codec, heard, clock } = bench();
        for (const chunk of chunks) {
          codec.push(chunk);
          clock.advance(5);
        }
        clock.advance(1000);
        return heard;
      };
      const whole = run([bytes]);
      expect(run(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
      const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
      expect(run([0, ...places].map((from, i) => bytes.subarray(from, places[i] ?? bytes.length)))).toEqual(whole);
    }),
  );
});
