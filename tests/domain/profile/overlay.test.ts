import { expect, test } from 'vitest';
import { applyOverlay, parseOverlay } from '../../../src/main/domain/profile/overlay.ts';
import { exampleRates } from '../../../src/main/domain/profile/parse-profile.ts';
import { shipped } from '../shipped-profiles.ts';

const tulsa = {
  schema: 'store-overlay/1',
  profile_id: 'us-ok-medical',
  local_rates: { ok_sales: { state: 45000, city: 36500, county: 3670 } },
};

function apply(profileId: Parameters<typeof shipped>[0], json: object) {
  const overlay = parseOverlay({ schema: 'store-overlay/1', profile_id: profileId, ...json });
  return overlay.ok ? applyOverlay(shipped(profileId), overlay.value) : overlay;
}

const faults = (result: ReturnType<typeof apply>) => (result.ok ? [] : result.error.map((problem) => problem.at));

test('a store in Tulsa brings the real sales tax, and the rate is no example any more', () => {
  const result = apply('us-ok-medical', tulsa);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const sales = result.value.taxes.find((tax) => tax.id === 'ok_sales');
  expect(sales).toMatchObject({ rate_ppm: 85170, components: { state: 45000, city: 36500, county: 3670 } });
  expect(exampleRates(result.value)).toEqual([]);
});

test('one figure replaces a rate and its components', () => {
  const result = apply('us-ok-medical', { local_rates: { ok_sales: 90000 } });
  expect(result.ok && result.value.taxes[1]).toMatchObject({ rate_ppm: 90000, components: null });
});

test('a rate that the law sets is not the store’s to change', () => {
  expect(faults(apply('us-ok-medical', { local_rates: { ok_mmj: 0 } }))).toEqual(['local_rates/ok_mmj']);
  expect(faults(apply('us-ok-medical', { local_rates: { none: 0 } }))).toEqual(['local_rates/none']);
});

test('rates are whole parts per million of at most the whole', () => {
  expect(faults(apply('us-ok-medical', { local_rates: { ok_sales: 8.5 } }))).toEqual(['local_rates/ok_sales']);
  expect(faults(apply('us-ok-medical', { local_rates: { ok_sales: {} } }))).toEqual(['local_rates/ok_sales']);
  expect(faults(apply('us-ok-medical', { local_rates: { ok_sales: { a: 600000, b: 600000 } } }))).toEqual([
    'local_rates/ok_sales',
  ]);
});

test('the store chooses how cash is rounded among what the profile offers', () => {
  const chosen = apply('us-ok-medical', { cash_rounding: 'down' });
  expect(chosen.ok && chosen.value.cash_rounding.default).toBe('down');
  const onlyOff = {
    ...shipped('us-ok-medical'),
    cash_rounding: { default: 'off' as const, store_may_choose: ['off' as const] },
  };
  const overlay = parseOverlay({ ...tulsa, cash_rounding: 'symmetric' });
  expect(overlay.ok && faults(applyOverlay(onlyOff, overlay.value))).toEqual(['cash_rounding']);
});

test('hours may be narrower than the law, never wider', () => {
  const narrower = apply('us-co-dual', { sale_hours: { open: '10:00', close: '22:00' } });
  expect(narrower.ok && narrower.value.sale_hours).toEqual({ open: '10:00', close: '22:00' });
  expect(faults(apply('us-co-dual', { sale_hours: { open: '07:59', close: '22:00' } }))).toEqual(['sale_hours']);
  expect(faults(apply('us-co-dual', { sale_hours: { open: '20:00', close: '01:00' } }))).toEqual(['sale_hours']);
  expect(apply('us-ok-medical', { sale_hours: { open: '00:00', close: '24:00' } }).ok).toBe(true);
});

test('an overlay has no field for a limit, an age or the reporting, and is for one profile', () => {
  expect(faults(apply('us-ok-medical', { limits: [] }))).toEqual(['limits']);
  expect(faults(apply('us-ok-medical', { reporting: { mode: 'queue' } }))).toEqual(['reporting']);
  expect(faults(apply('us-ok-medical', { ...tulsa, profile_id: 'us-co-dual' }))).toContain('profile_id');
});
