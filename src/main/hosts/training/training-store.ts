/** The training store: the shipped register and drivers, with simulators at the far end of every wire. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createVirtualStation } from '../../../hardware/escpos-printer/simulator/virtual-station.ts';
import { createVirtualScanner } from '../../../hardware/serial-scanner/simulator.ts';
import { createMetrc } from '../../../metrc/client.ts';
import { KeptUnreadable } from '../../../metrc/simulator/keep-file.ts';
import { startMetrcSimulator } from '../../../metrc/simulator/server.ts';
import { createMetrcWay } from '../../../metrc/way/way.ts';
import { cents } from '../../../shared/values/money.ts';
import type { Desk } from '../../actions/desk.ts';
import { hashPin } from '../../actions/pin.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Settings } from '../../ports/settings.ts';
import type { Store } from '../../ports/store.ts';
import type { TrainingBench } from '../../register-router.ts';
import { CannotStart } from '../terminal.ts';
import { trainingBench } from './training-bench.ts';
import { TRAINING_KEYS, TRAINING_PRICES, TRAINING_STAFF, trainingSeed } from './training-seed.ts';

export const trainingPins = Object.fromEntries(TRAINING_STAFF.map(({ id, pin }) => [id, pin]));

type Equipment = Pick<Desk['ports'], 'metrc' | 'metrcWay' | 'printer' | 'drawer' | 'scanner'>;

export type TrainingStore = {
  readonly equipment: Equipment;
  readonly bench: TrainingBench;
  readonly close: () => Promise<void>;
};

/** Starts the simulators. Receipts and stock of the practice Metrc are kept beside the records, so that both agree after a restart. */
export async function startTrainingStore(parts: {
  readonly settings: Settings;
  readonly dataDir: string;
  readonly clock: Clock;
}): Promise<TrainingStore> {
  const { settings, dataDir, clock } = parts;
  const simulator = await startMetrcSimulator({
    seed: trainingSeed(settings.licence, clock.now()),
    clock,
    receiptPrefix: 'T',
    keepIn: join(dataDir, 'practice-metrc.jsonl'),
  }).catch((error: unknown) => {
    if (!(error instanceof KeptUnreadable)) throw error;
    const anew = 'It holds practice sales only: move the whole data folder away to begin anew.';
    throw new CannotStart(`${error.message} ${anew}`, 1);
  });
  const metrc = createMetrc({
    baseUrl: simulator.url,
    licence: settings.licence,
    keys: TRAINING_KEYS,
    clock,
    submitTimeoutMs: settings.waits.submitMs,
    readsPerSecond: 50,
  });
  const station = createVirtualStation({
    clock,
    printer: { id: 'printer', columns: 48 },
    drawer: { id: 'drawer', sensor: 'highIsOpen', leftOpenAfterMs: 60_000 },
    model: { msPerLine: 12 },
  });
  const scanner = createVirtualScanner({ id: 'scanner', clock });
  const bench = trainingBench({
    clock,
    simulator,
    station: station.bench,
    drawer: station.drawer,
    scanner: scanner.bench,
  });
  return {
    equipment: {
      metrc,
      metrcWay: createMetrcWay({ baseUrl: simulator.url, clock }),
      printer: station.printer,
      drawer: station.drawer,
      scanner: scanner.scanner,
    },
    bench,
    close: () => simulator.close(),
  };
}

/** The people, the prices, and at the very first start a drawer that the store lead has already counted: 200.00. */
export async function furnish(store: Store, clock: Clock, newId: () => string): Promise<void> {
  const known = new Map(store.staff.all().map((person) => [person.id, person.pinHash]));
  const staff = await Promise.all(
    TRAINING_STAFF.map(async ({ id, name, role, pin }) => ({
      id,
      name,
      role,
      badge: id,
      pinHash: known.get(id) ?? (await hashPin(pin)),
    })),
  );
  const at = clock.now();
  store.transaction(() => {
    store.staff.sync(staff);
    store.prices.sync(
      TRAINING_PRICES.map(({ itemName, cents: price }) => ({ itemName, cents: cents(price) })),
      at,
    );
    if (store.drawers.lastZ() !== null || store.drawers.running() !== null) return;
    const pieces = [
      { denominationCents: 2000, count: 5 },
      { denominationCents: 1000, count: 4 },
      { denominationCents: 500, count: 6 },
      { denominationCents: 100, count: 20 },
      { denominationCents: 25, count: 24 },
      { denominationCents: 10, count: 25 },
      { denominationCents: 5, count: 20 },
      { denominationCents: 1, count: 50 },
    ];
    const sessionId = newId();
    const zNumber = store.nextNumber('z_report');
    store.drawers.open(
      { id: sessionId, zNumber, openedAt: at, openedBy: 'marisol' },
      { at, by: 'marisol', pieces, cents: cents(20_000) },
    );
    store.journal.append({
      at,
      kind: 'drawer.opened',
      actor: 'marisol',
      body: { sessionId, zNumber, floatCents: 20_000 },
    });
  });
}

/** Forgets the practice Metrc together with the practice records; called when the records are new. */
export const forgetPracticeMetrc = (dataDir: string): void =>
  rmSync(join(dataDir, 'practice-metrc.jsonl'), { force: true });
