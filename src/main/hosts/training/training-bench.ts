/** The physical counter of the training store: what a learner presses here is done to the simulators, never to the register. */

import type { z } from 'zod';
import type { VirtualStationBench } from '../../../hardware/escpos-printer/simulator/virtual-station.ts';
import type { VirtualScannerBench } from '../../../hardware/serial-scanner/simulator.ts';
import type { FaultEffect } from '../../../metrc/simulator/faults.ts';
import type { MetrcSimulator } from '../../../metrc/simulator/server.ts';
import type { BenchAct, BenchView } from '../../../shared/contract/bench-view.ts';
import { tagTail } from '../../../shared/values/ids.ts';
import { announcer } from '../../actions/announcer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CashDrawer } from '../../ports/drawer.ts';
import type { TrainingBench } from '../../register-router.ts';
import { benchPaper } from './bench-paper.ts';
import { nameOf, PATIENTS, SERIALISED, SHELF, tagOf } from './training-seed.ts';

type Answers = BenchView['metrc'];

/** How each way of answering is brought about; all of them are real faults on the wire. */
const EFFECTS: Readonly<Partial<Record<Answers, z.input<typeof FaultEffect>>>> = {
  slowly: { kind: 'delay', ms: 7000 },
  no: { kind: 'refuse', message: 'Package is on administrative hold and cannot be sold.' },
  answer_lost: { kind: 'drop', applied: true, at: 'whole' },
  not_at_all: { kind: 'silence', applied: false },
};

const CODES: Readonly<Record<string, { readonly text: string; readonly aimId: string }>> = {
  ...Object.fromEntries(SHELF.map(({ itemId, tail }) => [itemId, { text: tagOf(tail), aimId: ']C0' }])),
  'unknown-code': { text: 'HELLO-8841', aimId: ']C0' },
  'same-unit': { text: SERIALISED.code, aimId: ']Q1' },
  'card-valid': { text: PATIENTS.valid, aimId: ']L0' },
  'card-expired': { text: PATIENTS.expired, aimId: ']L0' },
  'card-unknown': { text: PATIENTS.unknown, aimId: ']L0' },
};

const cardName = (number: string): string => `…${number.slice(-4)}`;

/** A finger needs this long between two pulls of the trigger, and a card's code ends by silence. */
const BETWEEN_SCANS_MS = 200;

export type BenchParts = {
  readonly clock: Clock;
  readonly simulator: MetrcSimulator;
  readonly station: VirtualStationBench;
  readonly drawer: CashDrawer;
  readonly scanner: VirtualScannerBench;
};

export function trainingBench(parts: BenchParts): TrainingBench {
  const { clock, simulator, station, drawer, scanner } = parts;
  const news = announcer();
  let metrc: Answers = 'at_once';
  let internet = true;
  let trigger: Promise<void> = Promise.resolve();
  station.machine.onChange(news.changed);
  drawer.onPosition(news.changed);

  const applyMetrc = async (): Promise<void> => {
    simulator.control.clearFaults();
    const effect = EFFECTS[metrc];
    if (effect) simulator.control.fault({ on: 'receipts.post', effect });
    // Reads are slow as well then, so that a learner sees the register look and wait.
    if (metrc === 'answer_lost') simulator.control.fault({ on: 'receipts.lists', effect: { kind: 'delay', ms: 3000 } });
    if (internet && metrc !== 'down') await simulator.control.up();
    else await simulator.control.down();
  };

  const cable = async (which: 'scanner' | 'printer' | 'internet', connected: boolean): Promise<void> => {
    if (which === 'internet') {
      internet = connected;
      return applyMetrc();
    }
    const device = which === 'scanner' ? scanner : station;
    if (connected) device.replug();
    else device.unplug();
  };

  const perform = async (act: BenchAct): Promise<void> => {
    switch (act.act) {
      case 'scan': {
        const code = CODES[act.itemId];
        if (!code) return;
        const sent = trigger.then(() => scanner.scan(code.text, code.aimId));
        trigger = sent.then(() => new Promise((resolve) => clock.after(BETWEEN_SCANS_MS, resolve)));
        return sent;
      }
      case 'tear_off':
        station.machine.tearOff();
        return;
      case 'push_drawer_shut':
        return station.machine.drawer.close();
      case 'cable':
        return cable(act.cable, act.connected);
      case 'paper_out':
        return act.out ? station.machine.runOutAfter(0) : station.machine.loadPaper();
      case 'cover':
        return station.machine.setCover(act.open);
      case 'metrc':
        metrc = act.answers;
        return applyMetrc();
    }
  };

  return {
    news,
    act: async (act) => {
      await perform(act);
      news.changed();
    },
    view: () => ({
      shelf: [
        ...SHELF.map(({ itemId, tail, note }) => ({ itemId, name: nameOf(tail), tagTail: tagTail(tagOf(tail)), note })),
        {
          itemId: 'same-unit',
          name: nameOf(SERIALISED.tail),
          tagTail: tagTail(SERIALISED.label),
          note: 'same_unit' as const,
        },
        { itemId: 'unknown-code', name: '', tagTail: '', note: 'unknown_code' as const },
      ],
      cards: [
        { itemId: 'card-valid', name: cardName(PATIENTS.valid), note: 'valid' },
        { itemId: 'card-expired', name: cardName(PATIENTS.expired), note: 'expired' },
        { itemId: 'card-unknown', name: cardName(PATIENTS.unknown), note: 'unknown' },
      ],
      paper: benchPaper(station.machine.paper()),
      drawer: {
        position: station.machine.drawer.isOpen() ? 'open' : 'closed',
        pulses: station.machine.drawer.pulses().length,
      },
      cables: { scanner: scanner.plugged(), printer: station.plugged(), internet },
      paperOut: station.machine.condition().linesLeft === 0,
      coverOpen: station.machine.condition().coverOpen,
      metrc,
    }),
  };
}
