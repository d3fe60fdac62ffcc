/**
 * A Metrc that shares no code with the simulator, as a process of its own, in many dialects. The terminal is a real process
 * too and knows of it nothing but an address in terminal.json.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { selfSigned } from '../metrc/support/certificate.ts';
import { COMPILED } from '../support/kill-chain.ts';
import { live, wrongAfter, wrongAtTheEnd } from '../support/other-life.ts';
import type { Dialect } from '../support/other-metrc/speech.ts';
import type { Fault } from '../support/other-metrc/wire.ts';
import { type OtherMetrc, openOtherShop, startOtherMetrc } from '../support/other-shop.ts';

let metrc: OtherMetrc;
beforeAll(() => {
  metrc = startOtherMetrc();
});
afterAll(() => {
  metrc.close();
  rmSync(COMPILED, { recursive: true, force: true });
});

const PROBLEM = '{"type":"about:blank","title":"Bad Gateway","status":502}';
const LOST: Readonly<Record<string, Fault>> = {
  'reset after it took effect': { kind: 'drop', applied: true },
  'reset before': { kind: 'drop', applied: false },
  'hung up after it took effect': { kind: 'hang_up', applied: true },
  'silent after it took effect': { kind: 'silence', applied: true },
  'applied late': { kind: 'late', ms: 1700 },
  'a gateway’s page': { kind: 'answer', applied: true, status: 502, type: 'text/html', body: '<h1>Bad gateway</h1>' },
  'a gateway’s problem': {
    kind: 'answer',
    applied: true,
    status: 504,
    type: 'application/problem+json',
    body: PROBLEM,
  },
  'a 503 before': { kind: 'answer', applied: false, status: 503, type: 'application/json', body: '{"Message":"Down"}' },
  'sent elsewhere': {
    kind: 'answer',
    applied: false,
    status: 307,
    type: 'text/html',
    body: '',
    location: 'http://127.0.0.1:9/sales/v2/receipts',
  },
  'a 409 with words': {
    kind: 'answer',
    applied: true,
    status: 409,
    type: 'application/json',
    body: '[{"row":0,"message":"Conflict"}]',
  },
  'a 422 with words': {
    kind: 'answer',
    applied: true,
    status: 422,
    type: 'application/json',
    body: '{"Message":"Unprocessable"}',
  },
};
type Loss = string;

/** Each life loses the answer to its first post in one way; the second is killed in the middle of its second sale. */
type Case = { readonly speaks: Partial<Dialect>; readonly first: Loss; readonly second: Loss };

const CASES: Readonly<Record<string, Case>> = {
  'small letters in headers, text/json, pretty text, numbers as 12.0': {
    speaks: {
      headers: 'lower_reversed',
      contentType: 'text/json',
      indent: true,
      numbers: 'decimal',
      writtenStatus: 201,
      written: 'with_empty_warnings',
      errors: 'object',
    },
    first: 'reset after it took effect',
    second: 'reset before',
  },
  'a chunk for every byte, 1.2E1, an array by number, lists without figures': {
    speaks: {
      framing: 'a_byte_a_chunk',
      numbers: 'exponent',
      external: 'array',
      lists: 'data_only',
      absent: 'null',
      extra: true,
      pageRows: 2,
    },
    first: 'a gateway’s page',
    second: 'silent after it took effect',
  },
  'gzip that was not asked for, numbers as text, a byte order mark': {
    speaks: {
      coding: 'gzip',
      numbers: 'text',
      mark: true,
      written: 'text_ids',
      flags: 'text',
      framing: 'chunked',
      absent: 'no_content',
      errors: 'with_validation',
    },
    first: 'hung up after it took effect',
    second: 'a 503 before',
  },
  'HTTP/1.0 that ends with the connection, camelCase, dates without fractions': {
    speaks: {
      version: '1.0',
      framing: 'close',
      names: 'camel',
      fractions: 0,
      zone: 'zulu',
      absent: 'html_404',
      noText: 'empty',
      noDate: 'empty',
      expect: 'never',
      errors: 'camel_object',
    },
    first: 'a 409 with words',
    second: 'applied late',
  },
  'closes after each answer, pages of one, seven decimals, a clock 200 s ahead': {
    speaks: {
      closes: true,
      pageRows: 1,
      fractions: 7,
      zone: 'facility',
      clockAheadMs: 200_000,
      noDate: 'year_one',
      headers: 'shouted_padded',
      inactive: 'all',
      absent: 'empty_200',
      facilities: 'one_without_licence',
    },
    first: 'silent after it took effect',
    second: 'a gateway’s problem',
  },
  'pages from nought, 202, a day at most, no Date': {
    speaks: {
      firstPage: 0,
      writtenStatus: 202,
      longestWindow: 'day',
      dateHeader: false,
      noText: 'left_out',
      noDate: 'left_out',
      external: 'envelope',
      absent: 'empty_envelope',
      facilities: 'envelope',
    },
    first: 'sent elsewhere',
    second: 'reset after it took effect',
  },
  'bare arrays in pages of two from nought, 204 for a yes, duplicates refused': {
    speaks: {
      lists: 'bare_pages',
      pageRows: 2,
      firstPage: 0,
      written: 'nothing',
      writtenStatus: 204,
      duplicates: 'refused',
      absent: 'empty_array',
      externalLines: false,
      errors: 'strings',
    },
    first: 'applied late',
    second: 'hung up after it took effect',
  },
  'no 100-continue, idle for a second at most, a proxy that hands on late, lists that lag': {
    speaks: {
      expect: 'never',
      idleMs: 1000,
      bufferMs: 120,
      lagMs: 700,
      lists: 'total_only',
      pageRows: 3,
      names: 'lower',
      clockAheadMs: -200_000,
    },
    first: 'a 422 with words',
    second: 'a gateway’s page',
  },
  '417, brotli, whole bare arrays': {
    speaks: { expect: 'refused', coding: 'br', lists: 'bare', external: 'array', absent: 'html_404' },
    first: 'a gateway’s problem',
    second: 'reset after it took effect',
  },
  'deflate, 201 without a body, TotalPages alone': {
    speaks: {
      coding: 'deflate',
      written: 'nothing',
      writtenStatus: 201,
      lists: 'pages_only',
      pageRows: 2,
      firstPage: 0,
    },
    first: 'reset before',
    second: 'a 409 with words',
  },
};

const PRACTICE = { quietMs: 1500, absentGapMs: 50 };

/** Only where nothing answers must a post be given up soon; a busy machine needs time for all else. */
const submitMs = ({ first, second }: Case): number =>
  [first, second].some((loss) => loss.startsWith('silent') || loss === 'applied late') ? 1500 : 6000;

// Each of them is a process that starts twice: more at a time would only wait for each other.
vi.setConfig({ testTimeout: 240_000, maxConcurrency: 4 });

test.concurrent('TLS with an authority of its own, which the machine trusts', async ({ onTestFinished }) => {
  const secret = selfSigned('DNS:localhost');
  const shop = await openOtherShop(metrc, { framing: 'chunked' }, { practice: PRACTICE, secret });
  onTestFinished(() => shop.close());
  const authority = join(shop.data, '..', 'authority.pem');
  writeFileSync(authority, secret.cert);
  const env = { NODE_EXTRA_CA_CERTS: authority };
  await shop.nextPost({ kind: 'drop', applied: true });
  const killed = await live(shop, { sales: [['blueDream'], ['gelato']], kill: { sale: 1, afterMs: 20 }, env });
  expect([killed, await wrongAfter(shop)]).toEqual(['killed', []]);
  expect(await live(shop, { sales: [['vape']], kill: null, env })).toBe('done');
  expect(await wrongAfter(shop)).toEqual([]);
});

test.concurrent.for(Object.entries(CASES))('%s', async ([name, one], { onTestFinished }) => {
  const { speaks, first, second } = one;
  const shop = await openOtherShop(metrc, speaks, { practice: { ...PRACTICE, submitMs: submitMs(one) } });
  onTestFinished(() => shop.close());
  await shop.nextPost(LOST[first] ?? { kind: 'none' });
  const afterMs = (Object.keys(CASES).indexOf(name) * 13) % 60;
  const killed = await live(shop, { sales: [['blueDream'], ['gelato', 'vape']], kill: { sale: 1, afterMs } });
  expect([killed, await wrongAfter(shop)]).toEqual(['killed', []]);
  await shop.forgetFaults();
  await shop.nextPost(LOST[second] ?? { kind: 'none' });
  const ended = await live(shop, { sales: [['gummies']], kill: null });
  expect([ended, await wrongAtTheEnd(shop)]).toEqual(['done', []]);
  expect((await shop.shown()).receipts.filter((one) => one.archivedAt === null).length).toBeGreaterThanOrEqual(2);
});
