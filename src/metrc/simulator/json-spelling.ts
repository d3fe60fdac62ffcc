import type { Dialect } from './dialect.ts';

/** What Metrc would send, before the dialect has spelled it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** An instant before it is spelled. */
export const instantJson = (at: number): string => new Date(at).toISOString().replace('Z', '+00:00');
export const dayJson = (at: number | null): string | null => (at === null ? null : instantJson(at).slice(0, 10));

/** Spells a value in the dialect: the case of names, dates, and what stands for no text and no date. */
export function spell(value: Json, dialect: Dialect): Json {
  if (typeof value === 'string') return spellTime(value, dialect);
  if (value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((one) => spell(one, dialect));
  const spelled: [string, Json][] = [];
  for (const [name, held] of Object.entries(value)) {
    const written = dialect.names === 'camel' ? name.charAt(0).toLowerCase() + name.slice(1) : name;
    if (held !== null) spelled.push([written, spell(held, dialect)]);
    else if (DATES.test(name)) spelled.push(...noDate(written, dialect));
    // Only texts turn into "": a number or a flag without a value stays null.
    else spelled.push([written, TEXTS.has(name) && dialect.noText === 'empty' ? '' : null]);
  }
  return Object.fromEntries(spelled);
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

function noDate(name: string, dialect: Dialect): [string, Json][] {
  if (dialect.noDate === 'left_out') return [];
  if (dialect.noDate === 'null') return [[name, null]];
  return [[name, /time$/i.test(name) ? '0001-01-01T00:00:00+00:00' : '0001-01-01']];
}

/** Six hours behind UTC, where a facility writes its own offset. */
const FACILITY_OFFSET_MS = 6 * 3_600_000;

function spellTime(text: string, dialect: Dialect): string {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/.test(text)) {
    return dialect.saleTimes === 'seconds' ? text.slice(0, 19) : text;
  }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/.test(text)) return text;
  if (dialect.instants === 'offset') return text;
  if (dialect.instants === 'zulu') return text.replace('+00:00', 'Z');
  return new Date(Date.parse(text) - FACILITY_OFFSET_MS).toISOString().replace('Z', '-06:00');
}

const DATES = /(?:Date|DateTime)$/;

const TEXTS = new Set([
  'PatientLicenseNumber',
  'CaregiverLicenseNumber',
  'IdentificationMethod',
  'ExternalReceiptNumber',
  'InvoiceNumber',
  'RegistrationNumber',
  'StrainName',
  'ItemStrainName',
  'ItemBrandName',
  'UnitWeightUnitOfMeasureName',
  'UnitThcContentUnitOfMeasureName',
  'Alias',
  'Note',
  'AdjustmentNote',
  'LocationName',
  'ReceivedFromManifestNumber',
  'ReceivedFromFacilityLicenseNumber',
  'ReceivedFromFacilityName',
  'TestComment',
]);
