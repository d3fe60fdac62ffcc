/** Fills the look-up with what the licence holds, window by window from the newest back, while the register already sells. */
import type { Metrc } from '../ports/metrc.ts';
import type { Desk } from './desk.ts';

/** Metrc cuts or refuses longer windows in some states, so a day at a time. */
const WINDOW_MS = 24 * 3_600_000;
/** How far back packages are looked for that nobody has scanned here yet. */
const WINDOWS = 45;

/**
 * Reads packages changed in the last weeks, newest window first: the active ones, and then those on hold, which the look-up
 * lists with the reason why they may not be sold. A list stops at its first failure: everything it would bring is read again
 * at the scan anyway, and the next start begins anew.
 */
export async function loadCatalogue(desk: Desk): Promise<void> {
  const { metrc, clock } = desk.ports;
  const end = clock.now() + 5 * 60_000;
  await sweep(desk, end, metrc.activePackages);
  await sweep(desk, end, metrc.heldPackages);
}

async function sweep(desk: Desk, end: number, list: Metrc['activePackages']): Promise<void> {
  const { store, clock } = desk.ports;
  for (let window = 0; window < WINDOWS; window += 1) {
    const to = end - window * WINDOW_MS;
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      if (desk.closing) return;
      const read = await list(to - WINDOW_MS, to, page);
      if (!read.ok || desk.closing) return;
      const { packages } = read.value;
      if (packages.length > 0) store.transaction(() => store.packages.save(packages, clock.now()));
      pages = read.value.pages;
    }
  }
}
