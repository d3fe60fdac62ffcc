import type { Metrc, MetrcPackage, PackageRead } from '../main/ports/metrc.ts';
import type { PackageLabel } from '../shared/values/ids.ts';
import { err, ok } from '../shared/values/result.ts';
import { readJson } from './api/json-door.ts';
import { Package } from './api/package.ts';
import { type Asker, keysOrLicence, mayMeanAbsent, pageQuery, readListPage, whyAbsenceIsUnproved } from './asker.ts';
import { troubleOf } from './wire.ts';

const ACTIVE_PACKAGES = ['packages', 'v2', 'active'];
const HELD_PACKAGES = ['packages', 'v2', 'onhold'];

type Window = { readonly from: number; readonly to: number };
type PageRead = ReturnType<Metrc['activePackages']>;

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
export const activePackages = (asker: Asker, window: Window, page: number): PageRead =>
  packagesOf(asker, ACTIVE_PACKAGES, window, page);

/** One page of the packages on hold. Whatever its flags say, a package that Metrc lists here is held. */
export async function heldPackages(asker: Asker, window: Window, page: number): PageRead {
  const read = await packagesOf(asker, HELD_PACKAGES, window, page);
  if (!read.ok) return read;
  return ok({ ...read.value, packages: read.value.packages.map((held) => ({ ...held, onHold: true })) });
}

async function packagesOf(asker: Asker, list: readonly string[], window: Window, page: number): PageRead {
  const read = await readListPage(asker, list, pageQuery(window, page));
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
