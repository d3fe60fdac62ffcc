/** The tests' own `test`: each gets a folder, and whatever it opens is closed when it ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { type Counter, counterOn } from './counter.ts';
import { openStore, type Store, type StoreOptions } from './store.ts';
import { type RunningTerminal, startTerminal } from './terminal.ts';

type AtEnd = (clean: () => Promise<unknown>) => void;

export type TrainingCounter = Counter & { readonly terminal: RunningTerminal };
export type StoreCounter = Counter & { readonly terminal: RunningTerminal; readonly store: Store };

type Rooms = {
  readonly folder: string;
  readonly atEnd: AtEnd;
  /** The training store in the page, on a screen that has room for the bench. */
  readonly training: TrainingCounter;
  /** Opens a configured store and its terminal in the page. */
  readonly openCounter: (options?: StoreOptions) => Promise<StoreCounter>;
};

/** The bench stands beside the register from here on. */
export const wideScreen = { width: 1920, height: 1080 } as const;

export const test = base.extend<Rooms>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  // The folder is asked for so that it goes after everything that stands in it.
  atEnd: async ({ folder: _folder }, use) => {
    const cleaning: (() => Promise<unknown>)[] = [];
    await use((clean) => cleaning.push(clean));
    for (const clean of cleaning.reverse()) await clean();
  },
  training: async ({ page, folder, atEnd }, use) => {
    await page.setViewportSize(wideScreen);
    const terminal = await startTerminal({ data: join(folder, 'data') });
    atEnd(terminal.stop);
    await page.goto(terminal.link);
    await use({ ...counterOn(page), terminal });
  },
  openCounter: async ({ page, atEnd }, use) => {
    await use(async (options = {}) => {
      const store = await openStore(options);
      atEnd(store.close);
      const terminal = await startTerminal({ data: store.data, config: store.config });
      atEnd(terminal.stop);
      await page.goto(terminal.link);
      return { ...counterOn(page), terminal, store };
    });
  },
});
