import { quantityText } from '../../shared/values/quantity.ts';
import { type Answer, empty, json } from './answer.ts';
import type { Call } from './calls.ts';
import { dayJson } from './json-spelling.ts';
import type { Caller, MetrcState } from './metrc-state.ts';
import { fixedList, type Handler, list } from './own-reads.ts';
import { adjustmentJson, packageJson } from './package-shape.ts';
import type { StoredPackage, View } from './world.ts';

const last = (parts: readonly string[]): string => parts.at(-1) ?? '';

function belongs(stored: StoredPackage, which: string): boolean {
  if (which === 'active') return !stored.finished && !stored.onHold;
  if (which === 'onhold') return stored.onHold && !stored.finished;
  // Nothing of a store is on its way out, and none of its packages are samples of a laboratory.
  return which === 'inactive' && stored.finished;
}

/** A package by its label or by its id, whichever form the part of the path has. */
export function ownPackage(view: View, licence: string, idOrLabel: string): StoredPackage | null {
  const found = /^[0-9A-Fa-f]{24}$/.test(idOrLabel)
    ? view.package(idOrLabel.toUpperCase())
    : view.packages().find((stored) => String(stored.id) === idOrLabel);
  return found?.licence === licence ? found : null;
}

/** Packages, their adjustments and their tests (docs/metrc-facts.md 3.1 and 4.5). */
export const packageReads = {
  'packages.lists': (state, caller, call) => {
    const view = state.world.view(caller.agoMs);
    const rows = view
      .packages()
      .filter((stored) => stored.licence === caller.licence && belongs(stored, last(call.parts)));
    return list(
      state,
      call,
      rows.map((stored) => ({ lastModified: stored.lastModified, json: () => packageJson(stored, state.world.seed) })),
    );
  },
  'packages.one': (state, caller, call) => {
    const found = ownPackage(state.world.view(caller.agoMs), caller.licence, last(call.parts));
    return found ? json(packageJson(found, state.world.seed), state.dialect()) : empty(401);
  },
  'packages.reasons': (state, _caller, call) =>
    fixedList(
      state,
      call,
      state.world.seed.adjustReasons.map(({ name, requiresNote }) => ({
        Name: name,
        RequiresNote: requiresNote,
        RequiresWasteWeight: false,
        RequiresImmatureWasteWeight: false,
        RequiresMatureWasteWeight: false,
      })),
    ),
  'packages.adjustments': (state, caller, call) =>
    list(
      state,
      call,
      state.world
        .adjustments()
        .filter(({ licence }) => licence === caller.licence)
        .map((adjustment) => ({ lastModified: adjustment.at, json: () => adjustmentJson(adjustment) })),
    ),
  'labtests.results': (state, caller, call) => labResults(state, caller, call),
  'labtests.document': (state, caller, call) => {
    const id = Number(last(call.parts));
    const of = state.world
      .view()
      .packages()
      .find((stored) => stored.licence === caller.licence && documentId(stored) === id && stored.labResults.length > 0);
    return of ? { status: 200, contentType: 'application/pdf', body: certificate(of) } : empty(401);
  },
} as const satisfies Readonly<Record<string, Handler>>;

/** One row for each test of a package (docs/metrc-facts.md 4.5). The package is named by its number. */
function labResults(state: MetrcState, caller: Caller, call: Call): Answer {
  const id = call.query.get('packageId') ?? '';
  const stored = /^\d+$/.test(id) ? ownPackage(state.world.view(caller.agoMs), caller.licence, id) : null;
  if (!stored) return empty(401);
  const passed = stored.labResults.every((result) => result.passed);
  const rows = stored.labResults.map((result, i) => ({
    PackageId: stored.id,
    LabTestResultId: stored.id * 100,
    LabFacilityLicenseNumber: 'PRACTICE-LAB',
    LabFacilityName: result.laboratory,
    SourcePackageLabel: stored.label,
    ProductName: stored.item.name,
    ProductCategoryName: stored.item.category,
    TestPerformedDate: result.performedOn,
    OverallPassed: passed,
    RevokedDate: result.revokedOn,
    LabTestResultDocumentFileId: documentId(stored),
    ResultReleased: result.released,
    ResultReleaseDateTime: null,
    ExpirationDateTime: result.expiresOn === null ? null : `${result.expiresOn}T00:00:00.000+00:00`,
    LabTestDetailId: stored.id * 100 + i,
    TestTypeName: result.test,
    TestPassed: result.passed,
    TestResultLevel: result.level,
    TestComment: result.comment,
    TestInformationalOnly: result.informationalOnly,
    LabTestDetailRevokedDate: result.revokedOn,
  }));
  return fixedList(state, call, rows);
}

const documentId = (stored: StoredPackage): number => stored.id + 900_000;

/** A small PDF of one page, plain enough to be read as text. */
function certificate(stored: StoredPackage): string {
  const text = `Certificate of analysis: ${stored.label}, ${quantityText(stored.quantity)} ${stored.unit}, ${dayJson(stored.lastModified)}`;
  const stream = `BT /F1 12 Tf 50 750 Td (${text.replace(/[()\\]/g, '')}) Tj ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>',
    `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  const written = objects.map((object, i) => `${i + 1} 0 obj${object}endobj\n`);
  const offsets = written.map((_, i) => 9 + written.slice(0, i).join('').length);
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const body = `%PDF-1.4\n${written.join('')}`;
  return `${body}xref\n0 6\n0000000000 65535 f \n${table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`;
}
