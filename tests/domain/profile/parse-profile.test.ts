import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleRates, inForce, parseProfile, parseProfiles } from '../../../src/main/domain/profile/parse-profile.ts';
import { type Changes, SHIPPED, shipped, shippedFile, spoiled } from '../shipped-profiles.ts';

/** Spoils a copy of the Oklahoma file at some places and says where the loader found fault. */
function faultsOf(changes: Changes): string[] {
  const parsed = parseProfile(spoiled('us-ok-medical', changes));
  return parsed.ok ? [] : parsed.error.map((problem) => problem.at);
}

test.each(SHIPPED)('the shipped profile %s loads', (id) => {
  expect(parseProfile(shippedFile(id)).ok).toBe(true);
});

test('what a file leaves out is filled in', () => {
  const oklahoma = shipped('us-ok-medical');
  expect(oklahoma.bundling).toBe('itemised_only');
  expect(oklahoma.discounts.loyalty).toBe('no_rule_found');
  expect(oklahoma.id_policy).toMatchObject({ check_times: 1, retention_days: null, patient_number_form: null });
  expect(oklahoma.state_lookup.buyer_types).toEqual(['patient', 'minor_patient', 'caregiver']);
  expect(oklahoma.buyer_types[0]).toMatchObject({
    max_age: null,
    purchaser: 'self',
    one_patient_per_transaction: false,
  });
  expect(oklahoma.limits[0]).toMatchObject({ buyer_age_from: null, buyer_age_below: null });
  expect(oklahoma.taxes[0]).toMatchObject({
    passthrough: false,
    illustrative: false,
    components: null,
    exemptions: [],
  });
  const michigan = shipped('us-mi-dual');
  expect(michigan.records).toEqual({ retention_years: 7, onsite: true });
  expect(michigan.packaging).toEqual({ prepackaged_only: false, min_mg: null, max_mg: null, exit_package: 'none' });
  expect(michigan.unit_tags).toEqual({ package_tag: 'required', retail_item_id: 'not_established' });
  expect(michigan.staff).toEqual({ credential_required: false, pending_ok: false });
  expect(michigan.ounce_mg).toEqual({ num: 45359237n, den: 1600n });
  expect(michigan.signature).toBeNull();
});

test('an unknown field anywhere makes the profile unusable and is named', () => {
  expect(faultsOf({ extra: 1 })).toEqual(['extra']);
  expect(faultsOf({ 'jurisdiction/county': 'Tulsa' })).toEqual(['jurisdiction/county']);
  expect(faultsOf({ 'taxes/1/exemptions/0/until': 2027 })).toEqual(['taxes/1/exemptions/0/until']);
  expect(faultsOf({ 'limits/0/members/0/weight': { num: 1, den: 1, x: 1 } })).toEqual(['limits/0/members/0/weight/x']);
  expect(faultsOf({ 'discounts/cap': 1 })).toEqual(['discounts/cap']);
});

test('an unknown value makes the profile unusable', () => {
  expect(faultsOf({ schema: 'jurisdiction-profile/2' })).toEqual(['schema']);
  expect(faultsOf({ 'jurisdiction/program': 'recreational' })).toEqual(['jurisdiction/program']);
  expect(faultsOf({ 'limits/0/window': 'week' })).toEqual(['limits/0/window']);
  expect(faultsOf({ 'limits/0/window': 'rolling_days:0' })).toEqual(['limits/0/window']);
  expect(faultsOf({ 'limits/0/unit': 'oz' })).toEqual(['limits/0/unit']);
  expect(faultsOf({ 'taxes/0/rounding/mode': 'half_even' })).toEqual(['taxes/0/rounding/mode']);
  expect(faultsOf({ extra_reports: ['daily_fax'] })).toEqual(['extra_reports/0']);
  expect(faultsOf({ sale_hours: { open: '8:00', close: '22:00' } })).toEqual(['sale_hours/open']);
});

test('there is no queue mode and no bypass: a profile that asks for one does not load', () => {
  expect(faultsOf({ 'reporting/mode': 'queue' })).toEqual(['reporting/mode']);
  expect(faultsOf({ 'reporting/on_no_confirmation': 'queue' })).toEqual(['reporting/on_no_confirmation']);
  expect(faultsOf({ 'reporting/on_no_confirmation': 'warn' })).toEqual(['reporting/on_no_confirmation']);
});

test('a missing field that has no default is named', () => {
  for (const field of ['profile_id', 'effective_to', 'sale_hours', 'ounce_mg', 'assumptions', 'cash_rounding']) {
    expect(faultsOf({ [field]: undefined })).toEqual([field]);
  }
  expect(faultsOf({ 'buyer_types/1/min_age': undefined })).toEqual(['buyer_types/1/min_age']);
  expect(faultsOf({ 'taxes/0/source': undefined })).toEqual(['taxes/0/source']);
  expect(faultsOf({ 'taxes/1/source': undefined })).toEqual([]); // the example rate needs none
  expect(faultsOf({ records: { onsite: true } })).toEqual(['records/retention_years']);
});

test('figures are whole numbers within their bounds', () => {
  expect(faultsOf({ 'taxes/0/rate_ppm': 70000.5 })).toEqual(['taxes/0/rate_ppm']);
  expect(faultsOf({ 'taxes/0/rate_ppm': '70000' })).toEqual(['taxes/0/rate_ppm']);
  expect(faultsOf({ 'limits/0/cap': 84.9 })).toEqual(['limits/0/cap']);
  expect(faultsOf({ 'limits/0/cap': { num: 1.5, den: 2 } })).toEqual(['limits/0/cap/num']);
  expect(faultsOf({ ounce_mg: { num: 28300, den: 0 } })).toEqual(['ounce_mg/den']);
  expect(faultsOf({ revision: 0 })).toEqual(['revision']);
  expect(faultsOf({ effective_from: '2026-02-30T00:00:00Z' })).toEqual(['effective_from']);
  expect(faultsOf({ effective_from: '2026-07-11T00:00:00' })).toEqual(['effective_from']);
});

describe('the loader looks whether the parts fit each other', () => {
  test('an id stands once in its table', () => {
    expect(faultsOf({ 'buyer_types/1/id': 'patient' })[0]).toBe('buyer_types/1/id');
    expect(faultsOf({ 'product_classes/push': { id: 'accessory', metrc_categories: [], requires: [] } })).toEqual([
      'product_classes/9/id',
    ]);
    expect(faultsOf({ 'limits/1/id': 'ok.flower' })).toEqual(['limits/1/id']);
    expect(faultsOf({ 'taxes/1/id': 'ok_mmj' })).toEqual(['taxes/1/id']);
  });

  test('every name that is used exists', () => {
    expect(faultsOf({ 'limits/0/buyer_types/push': 'tourist' })).toEqual(['limits/0/buyer_types/3']);
    expect(faultsOf({ 'limits/4/members/0/class': 'tree' })).toEqual(['limits/4/members/0/class']);
    expect(faultsOf({ 'taxes/0/classes/push': 'glass' })).toEqual(['taxes/0/classes/8']);
    expect(faultsOf({ 'taxes/0/buyer_types/push': 'tourist' })).toEqual(['taxes/0/buyer_types/3']);
    expect(faultsOf({ 'taxes/1/exemptions/0/classes': ['glass'] })).toEqual(['taxes/1/exemptions/0/classes/0']);
    expect(faultsOf({ 'product_classes/0/restrict/0/buyer_types': ['child'] })).toEqual([
      'product_classes/0/restrict/0/buyer_types/0',
    ]);
    expect(faultsOf({ 'state_lookup/buyer_types': ['tourist'] })).toEqual(['state_lookup/buyer_types/0']);
    expect(faultsOf({ 'taxes/1/base/push': 'ok_excise' })).toEqual(['taxes/1/base/1']);
  });

  test('a tax on a tax looks only at one that comes earlier', () => {
    expect(faultsOf({ 'taxes/1/base/push': 'ok_mmj' })).toEqual([]);
    expect(faultsOf({ 'taxes/0/base/push': 'ok_sales' })).toEqual(['taxes/0/base/1']);
    expect(faultsOf({ 'taxes/1/base/push': 'ok_sales' })).toEqual(['taxes/1/base/1']);
    expect(faultsOf({ 'taxes/1/base/push': 'ok_mmj', 'taxes/1/order': 1 })).toEqual(['taxes/1/base/1']);
  });

  test('no tax may call itself the price', () => {
    expect(faultsOf({ 'taxes/0/id': 'net' })).toContain('taxes/0/id');
  });

  test('components add up to the rate', () => {
    expect(faultsOf({ 'taxes/1/components/city': 41251 })).toEqual(['taxes/1/components']);
    expect(faultsOf({ 'taxes/1/components': {} })).toEqual(['taxes/1/components']);
    expect(faultsOf({ 'taxes/1/components': null })).toEqual(['taxes/1/components']);
  });

  test('a limit counts only what its class must carry', () => {
    expect(faultsOf({ 'product_classes/0/requires': [] })).toEqual(['limits/0/members/0/measure']);
    expect(faultsOf({ 'limits/2/members/0/measure': 'thc_ug' })).toEqual(['limits/2/members/0/measure']);
  });

  test('the default of cash rounding is among the choices, the zone is known, the pattern is one', () => {
    expect(faultsOf({ 'cash_rounding/store_may_choose': ['down'] })).toEqual(['cash_rounding/default']);
    expect(faultsOf({ time_zone: 'America/Tulsa' })).toEqual(['time_zone']);
    expect(faultsOf({ 'id_policy/patient_number_form': '^[A-Z$' })).toEqual(['id_policy/patient_number_form']);
    expect(faultsOf({ 'id_policy/patient_number_form': '[A-Z]{4}' })).toEqual(['id_policy/patient_number_form']);
  });

  test('a list holds nothing twice', () => {
    expect(faultsOf({ 'limits/0/buyer_types/push': 'patient' })).toEqual(['limits/0/buyer_types']);
    expect(faultsOf({ 'taxes/0/classes': [] })).toEqual(['taxes/0/classes']);
  });

  test('the fields that hang together are looked at together', () => {
    expect(faultsOf({ 'limits/0/cap': null })).toEqual(['limits/0/cap']);
    expect(faultsOf({ 'limits/0/window': 'state_allotment', 'limits/0/cap': null })).toEqual([]);
    expect(faultsOf({ 'limits/0/window': 'state_allotment' })).toEqual(['limits/0/cap']);
    expect(faultsOf({ 'limits/3/window': 'state_allotment', 'limits/3/cap': null })).toEqual([
      'limits/3/allotment_group',
    ]);
    expect(faultsOf({ 'limits/4/allotment_group': 'flower' })).toEqual(['limits/4/unit']);
    expect(faultsOf({ 'state_lookup/agency_portal': 'none' })).toEqual(['state_lookup/agency_portal']);
    expect(faultsOf({ 'state_lookup/use_metrc_allotment': 'take_lower' })).toEqual([
      'state_lookup/metrc_patient_status',
    ]);
  });
});

test('several problems are told together', () => {
  const faults = faultsOf({ extra: 1, revision: 'one', taxes: undefined });
  expect(faults.sort()).toEqual(['extra', 'revision', 'taxes']);
});

test('a revision is in force from its first instant to before its last', () => {
  const profile = { ...shipped('us-ok-medical'), effective_to: '2027-01-01T00:00:00-06:00' };
  expect(inForce(profile, Date.parse('2026-07-11T05:00:00Z'))).toBe(true);
  expect(inForce(profile, Date.parse('2026-07-11T04:59:59Z'))).toBe(false);
  expect(inForce(profile, Date.parse('2027-01-01T05:59:59Z'))).toBe(true);
  expect(inForce(profile, Date.parse('2027-01-01T06:00:00Z'))).toBe(false);
});

test('example rates are known by name', () => {
  expect(exampleRates(shipped('us-ok-medical'))).toEqual(['ok_sales']);
  expect(exampleRates(shipped('us-mi-dual'))).toEqual([]);
});

test('a file of profiles is read whole or refused with the place of the fault', () => {
  const files = SHIPPED.map(shippedFile);
  expect(parseProfiles({ about: 'all', profiles: files })).toMatchObject({ ok: true, value: { length: 4 } });
  expect(parseProfiles(files)).toMatchObject({ ok: true, value: { length: 4 } });
  expect(parseProfiles(files[0])).toMatchObject({ ok: true, value: { length: 1 } });
  files[2] = spoiled('us-mi-dual', { 'taxes/0/rate_ppm': -1 });
  expect(parseProfiles({ profiles: files })).toMatchObject({
    ok: false,
    error: [{ at: 'profiles/2/taxes/0/rate_ppm' }],
  });
  expect(parseProfiles(null)).toMatchObject({ ok: false, error: [{ at: '' }] });
});

test('whatever JSON comes in, the answer is a value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(shippedFile('us-ok-medical'))), (junk, field) => {
      expect(parseProfile(junk).ok).toBe(false);
      expect(typeof parseProfile({ ...shippedFile('us-ok-medical'), [field]: junk }).ok).toBe('boolean');
    }),
    { numRuns: 60 },
  );
});
