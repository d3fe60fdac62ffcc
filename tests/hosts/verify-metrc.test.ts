import { describe, expect, test } from 'vitest';
import { submitted } from '../../src/main/domain/sale/protocol.ts';
import { requestBody } from '../../src/main/domain/sale/request.ts';
import { findAppFiles } from '../../src/main/hosts/app-files.ts';
import { systemClock } from '../../src/main/hosts/system-clock.ts';
import { verifyAgainstMetrc } from '../../src/main/hosts/verify-metrc.ts';
import type { SaleRecord } from '../../src/main/ports/store.ts';
import { openStore } from '../../src/main/store/open.ts';
import { businessDay, localTime } from '../../src/shared/values/local-time.ts';
import { cents } from '../../src/shared/values/money.ts';
import { wholeUnits } from '../../src/shared/values/quantity.ts';
import { saleId, saleOf, stocked } from '../store/support/goods.ts';
import { openForBusiness, sellOne } from '../support/counter.ts';
import { counterForTest, shopForTest } from '../support/for-test.ts';
import { KEYS, LICENCE, PATIENTS, tagOf } from '../support/goods.ts';
import type { Shop } from '../support/shop.ts';

const ZONE = 'America/Chicago';
const today = (): string => businessDay(Date.now(), ZONE, '00:00');

const asked = (sale: SaleRecord): string =>
  requestBody({
    number: sale.number,
    soldWall: sale.soldWall,
    customerType: 'Patient',
    patientLicence: PATIENTS.valid,
    lines: sale.lines,
  });

/** What any other program of the store could do at Metrc. */
async function atMetrc(shop: Shop, method: string, path: string, body?: string): Promise<unknown> {
  const answer = await fetch(`${shop.simulator.url}/sales/v2/receipts${path}?licenseNumber=${LICENCE}`, {
    method,
    headers: {
      Authorization: `Basic ${btoa(`${KEYS.vendorKey}:${KEYS.userKey}`)}`,
      'Content-Type': 'application/json',
    },
    ...(body === undefined ? {} : { body }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.text().then((text) => (text === '' ? null : JSON.parse(text)));
}

function recordOf(n: number): SaleRecord {
  const at = Date.now() - 60_000 + n;
  const sold = localTime(at, ZONE);
  const base = saleOf(n);
  const line = (i: number, label: string, net: number) => ({
    ...base.lines[0]!,
    line: i,
    label,
    quantity: wholeUnits(1),
    unit: 'Each',
    net: cents(net),
  });
  return {
    ...base,
    number: `DAAA4K1QT7Z2-C2-0badcafe-${n}`,
    businessDay: businessDay(at, ZONE, '00:00'),
    soldAt: at,
    soldWall: sold.wall,
    soldOffset: sold.offsetMinutes,
    lines: [line(1, tagOf('blueDream'), 3000), line(2, tagOf('gummies'), 1000)],
  };
}

/** Sales that this terminal made, in its records and at Metrc. Metrc's ids count from 1 in the same order. */
async function soldToday(shop: Shop, howMany: number): Promise<SaleRecord[]> {
  const opened = openStore({ dataDir: shop.data, migrationsDir: findAppFiles().migrations, clock: systemClock });
  if (!opened.ok) throw new Error(opened.error.code);
  const store = stocked(opened.value);
  const sales: SaleRecord[] = [];
  for (let n = 1; n <= howMany; n += 1) {
    const sale = recordOf(n);
    store.transaction(() => store.sales.submit(sale, submitted(), asked(sale), sale.soldAt));
    await atMetrc(shop, 'POST', '', asked(sale));
    store.transaction(() =>
      store.sales.progress(
        sale.id,
        { ...submitted(), phase: { state: 'CONFIRMED', metrcId: n, version: 0, unsettledSince: null } },
        { closedAt: sale.soldAt },
      ),
    );
    sales.push(sale);
  }
  store.close();
  return sales;
}

type Said = { readonly differences: readonly { readonly kind: string }[] };
type Verified = { readonly code: number; readonly words: string; readonly json: Said | null };

async function verify(shop: Shop, change: Partial<Parameters<typeof verifyAgainstMetrc>[0]> = {}): Promise<Verified> {
  let words = '';
  let json = '';
  const code = await verifyAgainstMetrc({
    configPath: shop.config,
    dataDir: shop.data,
    from: today(),
    to: today(),
    out: (text) => {
      json += text;
    },
    say: (text) => {
      words += text;
    },
    ...change,
  });
  expect(words + json).not.toContain(PATIENTS.valid);
  return { code, words, json: json === '' ? null : JSON.parse(json) };
}

describe('records and Metrc agree', () => {
  test('every sale of the day, line by line: exit 0', async () => {
    const shop = await shopForTest();
    await soldToday(shop, 3);
    const { code, words, json } = await verify(shop);
    expect(words).toContain('3 sales compared line by line: no difference.');
    expect({ code, json }).toMatchObject({
      code: 0,
      json: { compared: true, equal: true, counts: { alike: 3, liveAtMetrc: 3 } },
    });
  });

  test('a day without a sale is said in words', async () => {
    const shop = await shopForTest();
    await soldToday(shop, 1);
    const { code, words } = await verify(shop, { from: '2026-01-02', to: '2026-01-02' });
    expect([code, words]).toEqual([
      0,
      expect.stringContaining('these records have no sales; Metrc has no live receipts'),
    ]);
  });

  test('receipts of the other terminal are left alone', async () => {
    const shop = await shopForTest();
    await soldToday(shop, 1);
    await atMetrc(shop, 'POST', '', asked({ ...recordOf(7), number: 'DAAA4K1QT7Z2-C3-0badcafe-7' }));
    const { code, words } = await verify(shop);
    expect([code, words]).toEqual([0, expect.stringContaining('1 receipt of other terminals was left alone')]);
  });

  test('while a receipt is finalized at Metrc nothing differs', async () => {
    const shop = await shopForTest();
    await soldToday(shop, 2);
    await atMetrc(shop, 'PUT', '/finalize', '[{"Id":1}]');
    expect(await verify(shop)).toMatchObject({ code: 0 });
  });
});

describe('somebody changed something at Metrc: exit 1, and a sentence that says it', () => {
  const others: readonly (readonly [string, string, (shop: Shop, sale: SaleRecord) => Promise<unknown>, RegExp])[] = [
    ['voided', 'voided_at_metrc', (shop) => atMetrc(shop, 'DELETE', '/1'), /Sale 1 .*is voided at Metrc/],
    [
      'a line taken out',
      'line',
      (shop, sale) =>
        atMetrc(shop, 'PUT', '', asked({ ...sale, lines: sale.lines.slice(0, 1) }).replace('[{', '[{"Id":1,')),
      /no such line/,
    ],
    [
      'another time, of another day',
      'time',
      (shop, sale) =>
        atMetrc(shop, 'PUT', '', asked({ ...sale, soldWall: '2026-11-01T10:00:00.000' }).replace('[{', '[{"Id":1,')),
      /2026-11-01 10:00:00 by Metrc's/,
    ],
    [
      'another number',
      'missing_at_metrc',
      (shop, sale) => atMetrc(shop, 'PUT', '', asked({ ...sale, number: 'S1-1' }).replace('[{', '[{"Id":1,')),
      /bears the number S1-1/,
    ],
    ['posted twice', 'duplicate', (shop, sale) => atMetrc(shop, 'POST', '', asked(sale)), /receipt 3 is live there/],
    [
      'a sale these records do not know',
      'missing_here',
      (shop) => atMetrc(shop, 'POST', '', asked(recordOf(9))),
      /these records know no such sale/,
    ],
  ];

  test.each(others)('%s: %s', async (_, kind, change, sentence) => {
    const shop = await shopForTest();
    const [first] = await soldToday(shop, 2);
    await change(shop, first!);
    const { code, words, json } = await verify(shop);
    expect(code).toBe(1);
    expect(json?.differences.map((one) => one.kind)).toContain(kind);
    expect(words).toMatch(sentence);
  });

  test('gone altogether: missing at Metrc', async () => {
    const shop = await shopForTest();
    await soldToday(shop, 2);
    shop.metrc.reset();
    const { code, json } = await verify(shop);
    expect([code, json?.differences.map((one) => one.kind)]).toEqual([1, ['missing_at_metrc', 'missing_at_metrc']]);
  });
});

test('beside a working terminal: what it sold this minute is equal at Metrc', async () => {
  const shop = await shopForTest();
  const counter = await counterForTest(shop);
  await openForBusiness(counter);
  await sellOne(counter, 'blueDream', 'gummies');
  expect(await verify(shop)).toMatchObject({
    code: 0,
    json: { counts: { standingHere: 1, liveAtMetrc: 1, alike: 1 }, differences: [] },
  });
});

test('a difference is looked at twice: what changed while Metrc was read is none', async () => {
  const shop = await shopForTest();
  await soldToday(shop, 1);
  const live = JSON.stringify(await atMetrc(shop, 'GET', '/1'));
  const spoiled = live.replace('"QuantitySold":1', '"QuantitySold":2');
  expect(spoiled).not.toBe(live);
  shop.metrc.fault({
    on: 'receipts.by_id',
    times: 1,
    effect: { kind: 'answer', applied: false, status: 200, body: spoiled },
  });
  expect(await verify(shop)).toMatchObject({ code: 0, json: { equal: true } });
  shop.metrc.fault({
    on: 'receipts.by_id',
    times: 2,
    effect: { kind: 'answer', applied: false, status: 200, body: spoiled },
  });
  expect(await verify(shop)).toMatchObject({ code: 1, json: { differences: [{ kind: 'quantity' }] } });
});

describe('Metrc cannot be compared', () => {
  test('it fails for a moment: asked again, and compared', async () => {
    const shop = await shopForTest();
    await soldToday(shop, 1);
    shop.metrc.fault({ on: 'receipts.lists', times: 1, effect: { kind: 'server_error', applied: false, status: 503 } });
    const { code, words } = await verify(shop);
    expect([code, words]).toEqual([0, expect.stringContaining('Asking again in 1 s')]);
  });

  test('the keys are dead: exit 1, and nothing is claimed', async () => {
    const shop = await shopForTest();
    await soldToday(shop, 1);
    shop.metrc.fault({ on: 'any', effect: { kind: 'unauthorized' } });
    const { code, words, json } = await verify(shop);
    expect([code, json]).toEqual([1, expect.objectContaining({ compared: false, because: 'keys' })]);
    expect(words).toContain('Nothing is said about differences');
  });

  test.each([
    [{ from: 'yesterday' }, /--from and --to as YYYY-MM-DD/],
    [{ from: '2026-11-24', to: '2026-11-23' }, /--from is later than --to/],
    [{ configPath: undefined }, /needs --config/],
    [{ dataDir: '/nowhere' }, /./],
  ])('%o: exit 2', async (change, words) => {
    const shop = await shopForTest();
    await soldToday(shop, 1);
    const verified = await verify(shop, change);
    expect(verified).toMatchObject({ code: 2, json: null });
    expect(verified.words).toMatch(words);
  });

  test('records of another terminal: exit 2', async () => {
    const shop = await shopForTest();
    await soldToday(shop, 1);
    shop.rewrite((json) => {
      json['terminal'] = { id: 'C9', name: 'Counter 9' };
    });
    expect(await verify(shop)).toMatchObject({ code: 2, words: expect.stringContaining('another terminal') });
  });
});

test('the ids of the sales are the ones of the records', () => {
  expect(saleId(1)).toBe(recordOf(1).id);
});
