import type { Metrc, MetrcPackage, PackageRead } from '../main/ports/metrc.ts';
import type { PackageLabel } from '../shared/values/ids.ts';
import { err, ok } from '../shared/values/result.ts';
import { readJson } from './api/json-door.ts';
import { Package } from './api/package.ts';
import { type Asker, keysOrLicence, mayMeanAbsent, pageQuery, readListPage, whyAbsenceIsUnproved } from './asker.ts';
import { troubleOf } from './wire.ts';

const ACTIVE_PACKAGES = ['packages', 'v2', 'active'];

/** One package by its label (docs/metrc-facts.md 3.3). "Not here" stands only while other packages can be listed. */
export async function packageByLabel(asker: Asker, label: PackageLabel): Promise<PackageRead> {
  const answer = await asker.get(['packages', 'v2', label]);
  const { exchange } = answer;
  if (mayMeanAbsent(answer)) {
    const proof = await whyAbsenceIsUnproved(asker, ACTIVE_PACKAGES);
    return proof.because === null
      ? { kind: 'not_here', exchange }
      : { kind: 'no_answer', because: proof.because, exchange };
  }
  if (answer.kind === 'answered' && answer.status === 403) {
    return { kind: 'no_answer', because: (await keysOrLicence(asker)).because, exchange };
  }
  const shown = answer.kind === 'answered' && answer.status === 200 ? readJson(Package, answer) : null;
  return shown?.label === label
    ? { kind: 'found', package: shown, exchange }
    : { kind: 'no_answer', because: troubleOf(answer), exchange };
}

/** One page of the active packages. A row that cannot be read is left out and counted: it must not hide the others. */
export async function activePackages(
  asker: Asker,
  window: { readonly from: number; readonly to: number },
  page: number,
): ReturnType<Metrc['activePackages']> {
  const read = await readListPage(asker, ACTIVE_PACKAGES, pageQuery(window, page));
  if (read.kind === 'failed') return err(read.because === 'keys' ? (await keysOrLicence(asker)).because : read.because);
  const packages: MetrcPackage[] = [];
  for (const raw of read.page.rows) {
    const row = Package.safeParse(raw);
    if (row.success) packages.push(row.data);
  }
  const unreadableRows = read.page.rows.length - packages.length;
  // What a list that does not tell its length has beyond this page is found at the scan.
  const pages = read.page.totalPages ?? Math.min(1, read.page.rows.length);
  return ok({ packages, page, pages, unreadableRows });
}
