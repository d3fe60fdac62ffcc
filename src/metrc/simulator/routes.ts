/**
 * Every call the simulated Metrc answers. A kind is what a fault is set on. A star stands for any one part of the path;
 * the first route that fits is taken, so that words come before stars.
 */
const ROUTES = [
  ['GET', 'facilities/v2', 'facilities.read'],
  ['GET', 'unitsofmeasure/v2/active', 'units.read'],
  ['GET', 'unitsofmeasure/v2/inactive', 'units.read'],

  ['GET', 'sales/v2/customertypes', 'customertypes.read'],
  ['GET', 'sales/v2/counties', 'counties.read'],
  ['GET', 'sales/v2/paymenttypes', 'paymenttypes.read'],
  ['GET', 'sales/v2/patientregistration/locations', 'registration.read'],
  ['POST', 'sales/v2/receipts', 'receipts.post'],
  ['PUT', 'sales/v2/receipts', 'receipts.put'],
  ['PUT', 'sales/v2/receipts/finalize', 'receipts.finalize'],
  ['PUT', 'sales/v2/receipts/unfinalize', 'receipts.finalize'],
  ['GET', 'sales/v2/receipts/active', 'receipts.lists'],
  ['GET', 'sales/v2/receipts/inactive', 'receipts.lists'],
  ['GET', 'sales/v2/receipts/external/*', 'receipts.external'],
  ['GET', 'sales/v2/receipts/*', 'receipts.by_id'],
  ['DELETE', 'sales/v2/receipts/*', 'receipts.delete'],

  ['GET', 'packages/v2/active', 'packages.lists'],
  ['GET', 'packages/v2/onhold', 'packages.lists'],
  ['GET', 'packages/v2/inactive', 'packages.lists'],
  ['GET', 'packages/v2/intransit', 'packages.lists'],
  ['GET', 'packages/v2/transferred', 'packages.lists'],
  ['GET', 'packages/v2/labsamples', 'packages.lists'],
  ['GET', 'packages/v2/types', 'packages.types'],
  ['GET', 'packages/v2/adjust/reasons', 'packages.reasons'],
  ['GET', 'packages/v2/adjustments', 'packages.adjustments'],
  ['GET', 'packages/v2/*', 'packages.one'],
  ['POST', 'packages/v2/adjust', 'packages.adjust'],
  ['PUT', 'packages/v2/adjust', 'packages.adjust'],
  ['PUT', 'packages/v2/finish', 'packages.finish'],
  ['PUT', 'packages/v2/unfinish', 'packages.finish'],
  ['PUT', 'packages/v2/location', 'packages.change'],
  ['PUT', 'packages/v2/item', 'packages.change'],
  ['PUT', 'packages/v2/note', 'packages.change'],

  ['GET', 'items/v2/active', 'items.lists'],
  ['GET', 'items/v2/inactive', 'items.lists'],
  ['GET', 'items/v2/categories', 'items.categories'],
  ['GET', 'items/v2/brands', 'items.brands'],
  ['GET', 'items/v2/*', 'items.one'],
  ['GET', 'locations/v2/active', 'locations.lists'],
  ['GET', 'locations/v2/inactive', 'locations.lists'],
  ['GET', 'locations/v2/*', 'locations.one'],

  ['GET', 'patients/v2/statuses/*', 'patients.read'],
  ['GET', 'caregivers/v2/status/*', 'caregivers.read'],
  ['GET', 'employees/v2', 'employees.lists'],
  ['GET', 'employees/v2/permissions', 'employees.permissions'],

  ['GET', 'labtests/v2/results', 'labtests.results'],
  ['GET', 'labtests/v2/states', 'labtests.words'],
  ['GET', 'labtests/v2/types', 'labtests.words'],
  ['GET', 'labtests/v2/labtestdocument/*', 'labtests.document'],
  ['GET', 'transfers/v2/incoming', 'transfers.incoming'],
  ['GET', 'transfers/v2/deliveries/*/packages', 'transfers.packages'],
  ['GET', 'transfers/v2/deliveries/*/packages/wholesale', 'transfers.packages'],
  ['GET', 'retailid/v2/receive/qr/*', 'retailid.receive'],
  ['GET', 'retailid/v2/receive/*', 'retailid.receive'],
  ['POST', 'retailid/v2/packages/info', 'retailid.info'],
] as const;

export type RouteKind = (typeof ROUTES)[number][2];

/** All kinds, each once. */
export const ROUTE_KINDS: readonly RouteKind[] = [...new Set(ROUTES.map(([, , kind]) => kind))];

const PATTERNS = ROUTES.map(([method, path, kind]) => ({ method, parts: path.split('/'), kind }));

/** The kind of a call by its method and the parts of its path; `unknown` is a path that is not deployed. */
export function routeOf(method: string, parts: readonly string[]): RouteKind | 'unknown' {
  const fits = (pattern: readonly string[]): boolean =>
    pattern.length === parts.length &&
    pattern.every((part, i) => part === parts[i] || (part === '*' && parts[i] !== ''));
  return PATTERNS.find((route) => route.method === method && fits(route.parts))?.kind ?? 'unknown';
}
