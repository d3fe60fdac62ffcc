import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { linkOf, startCounter } from '../support/counter.ts';

test("a newcomer's first sale in the training store: four scans, one look, cash, and Metrc has signed", async () => {
  const data = mkdtempSync(join(tmpdir(), 'countersign-training-'));
  const counter = await startCounter({ config: undefined, data });
  onTestFinished(async () => {
    await counter.close();
    rmSync(data, { recursive: true, force: true });
  });
  const { call, until } = counter;
  expect(counter.now().trainingPins['dana']).toBe('1111');
  expect(await call.staff.signIn({ staffId: 'dana', pin: '1111' })).toEqual({ ok: true, value: null });
  await until('all four links answer', (seen) => seen.links.every((link) => link.state === 'ok'));
  for (const itemId of ['card-valid', 'blue-dream', 'blue-dream', 'gelato'])
    await call.bench.act({ act: 'scan', itemId });
  const filled = await until(
    'the cart is checked',
    ({ cart }) =>
      cart.lines.length === 2 && cart.lines.every((l) => l.state === 'ok') && cart.customer?.status === 'active',
  );
  expect(filled.cart.lines.map((line) => line.quantity)).toEqual(['2', '1']);
  expect(filled.cart.payBlockedBecause?.code).toBe('AGENCY_CHECK_MISSING');
  await call.cart.recordAgencyCheck({ showed: 'active' });
  await call.tender.cash({ givenCents: 10_000 });
  const { cart } = counter.now();
  expect(cart.totals).toMatchObject({ subtotalCents: 7850, totalCents: 7850 + 550 + 677 });
  await call.tender.pay({ saleId: cart.saleId, totalCents: cart.totals.totalCents });
  const { lane } = await until(
    'printed and open',
    (s) => s.lane.state === 'signed' && s.lane.receipt === 'printed' && s.lane.drawer === 'opened',
  );
  expect(lane).toMatchObject({ state: 'signed', changeCents: 10_000 - cart.totals.totalCents });
  for await (const bench of await call.bench.watch()) {
    const paper = bench.paper.map((line) => (line.kind === 'text' ? line.text : line.kind)).join('\n');
    expect(paper).toContain('T R A I N I N G');
    expect(paper).toMatch(/TOTAL +\$90\.77/);
    expect(bench.drawer).toEqual({ position: 'open', pulses: 1 });
    break;
  }
  expect(linkOf(counter.now(), 'metrc')?.state).toBe('ok');
});
