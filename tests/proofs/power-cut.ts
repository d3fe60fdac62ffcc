/**
 * One whole sale and the end in order, recorded write by write; then the power goes at each point of it, and the disk has
 * carried out none, all, some, or a torn part of what was not flushed. Each such disk is opened as the register opens it.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findAppFiles } from '../../src/main/hosts/app-files.ts';
import { systemClock } from '../../src/main/hosts/system-clock.ts';
import { openStore } from '../../src/main/store/open.ts';
import { openReader } from '../../src/main/store/reader.ts';
import { credentialsOf } from '../../src/metrc/keys.ts';
import { copyOf, DiskAtWork, FATES, type Fate } from '../support/disk-images.ts';
import { KEYS } from '../support/goods.ts';
import { type Dice, diceOf, type End, liveOnce } from '../support/kill-chain.ts';
import { whatIsOpen } from '../support/reckoning.ts';
import { type Call, RECORDING, readCalls } from '../support/recorded-calls.ts';
import { watchCalls, whyNoStrace } from '../support/strace.ts';
import { shopOfOneLead } from './kill-many.ts';
import type { Finding, Proved, Run } from './proved.ts';

export type Recording = {
  readonly folder: string;
  /** The data folder at Pay. */
  readonly base: string;
  readonly calls: readonly Call[];
  readonly number: string;
  readonly post: { readonly path: string; readonly body: string };
  /** How many calls had been made when each of these had happened. */
  readonly when: { readonly asked: number; readonly whole: number; readonly handedOver: number };
};

const PULSE = Buffer.of(0x10, 0x14, 0x01);

function indexAfter(calls: readonly Call[], what: string, isIt: (call: Call) => boolean): number {
  const at = calls.findIndex(isIt);
  if (at < 0) throw new Error(`the recording has no ${what}`);
  return at + 1;
}

/** Sells once and writes down everything that reaches the data folder, Metrc, the printer and the screen. */
export async function recordOneSale(nodeArgs?: readonly string[]): Promise<Recording> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-power-'));
  const base = join(folder, 'base');
  const shop = await shopOfOneLead();
  try {
    shop.metrc.fault({ on: 'packages.lists', effect: { kind: 'server_error', applied: false } });
    const trace = join(folder, 'calls.txt');
    let ended: Promise<void> = Promise.resolve();
    const take = async (pid: number): Promise<void> => {
      copyOf(shop.data, base);
      ({ ended } = await watchCalls(pid, trace, RECORDING));
    };
    const end: End = { by: 'hold', take, story: 'recorded' };
    const sales = [['blueDream', 'gummies']] as const;
    const plan = { config: shop.config, data: shop.data, sales, leaves: false, kill: null, holds: true };
    const { wrong } = await liveOnce(shop, { plan, end, ...(nodeArgs ? { nodeArgs } : {}) });
    await ended;
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
    const calls = readCalls(readFileSync(trace, 'utf8'), shop.data);
    const post = shop.simulator.ledger.requests().find((one) => one.kind === 'receipts.post');
    const number = shop.live()[0]?.externalNumber;
    if (!post || !number) throw new Error('nothing was sold');
    const isPost = (call: Call): boolean =>
      call.kind === 'sent' && call.bytes.subarray(0, 5).equals(Buffer.from('POST '));
    const asked = indexAfter(calls, 'POST', isPost);
    const body = Buffer.from(post.body);
    // The last byte travels alone.
    const isLast = (call: Call): boolean => call.kind === 'sent' && call.bytes.equals(body.subarray(-1));
    const isHandedOver = (call: Call): boolean =>
      (call.kind === 'sent' && (call.bytes.includes(PULSE) || call.bytes.includes('Sale '))) ||
      (call.kind === 'said' && call.bytes.includes('"lane":"signed"'));
    return {
      folder,
      base,
      calls,
      number,
      post: { path: post.path, body: post.body },
      when: {
        asked,
        whole: indexAfter(calls, 'last byte', isLast),
        handedOver: indexAfter(calls, 'hand-over', isHandedOver),
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  } finally {
    await shop.close();
  }
}

/** Opens an image as the next start would, and says what is wrong with it. */
function wrongWith(image: string, { number, when }: Recording, done: number): string[] {
  const { migrations: migrationsDir } = findAppFiles();
  const opened = openStore({ dataDir: image, migrationsDir, clock: systemClock });
  if (!opened.ok) return [`the start refuses: ${opened.error.code} ${opened.error.detail ?? ''}`];
  opened.value.close();
  const reader = openReader({ dataDir: image, migrationsDir });
  if (!reader.ok) return [`verify refuses: ${reader.error.code}`];
  const { journal, zReports, sales, damage, close } = reader.value;
  const wrong = [...journal.verify().findings, ...zReports.verify().findings].map(({ words }) => words);
  const torn = damage();
  if (torn !== null) wrong.push(torn);
  const state = sales.byNumber(number)?.protocol.phase.state ?? 'nothing';
  close();
  if (done >= when.asked && state === 'nothing') wrong.push('Metrc was asked, and the records do not know the sale');
  if (done >= when.handedOver && state !== 'CONFIRMED') wrong.push(`handed over, and the sale is ${state}`);
  if (done < when.whole && state === 'CONFIRMED') wrong.push('confirmed before Metrc was asked');
  return wrong;
}

/** Starts the whole terminal on an image, with Metrc as it was at that moment, and holds the two against each other. */
async function wrongAfterStart(image: string, recording: Recording, done: number): Promise<string[]> {
  const shop = await shopOfOneLead();
  try {
    if (done >= recording.when.whole) {
      const { authorization } = credentialsOf(KEYS);
      const headers = { authorization, 'content-type': 'application/json' };
      const answer = await fetch(new URL(recording.post.path, shop.simulator.url), {
        method: 'POST',
        headers,
        body: recording.post.body,
      });
      if (!answer.ok) return [`Metrc does not take the recorded body: ${answer.status}`];
    }
    const there = { ...shop, data: image };
    const plan = { config: shop.config, data: image, sales: [], leaves: false, kill: null };
    const { wrong } = await liveOnce(there, { plan, end: { by: 'nobody' } });
    return [...wrong, ...whatIsOpen(there)];
  } finally {
    await shop.close();
  }
}

export type Cuts = {
  /** Points at which the power goes; null: after every call. */
  readonly points: number | null;
  /** Disks drawn at each point for each fate that is left to chance. */
  readonly draws: number;
  /** On every so-manyth disk the whole terminal is started. */
  readonly startsEvery: number;
};

type Disk = { readonly done: number; readonly fate: Fate; readonly dice: Dice };

const isLeftToChance = (fate: Fate): boolean => fate === 'random' || fate === 'torn';

/** The points of a recording after which a disk can differ. */
function pointsOf({ calls }: Recording, points: number | null): readonly number[] {
  const all = Array.from({ length: calls.length + 1 }, (_, done) => done);
  if (points === null) return all;
  return Array.from({ length: points }, (_, at) => all[Math.floor((at * all.length) / points)] ?? 0);
}

export async function cutThePower(recording: Recording, cuts: Cuts, run: Run): Promise<Proved> {
  const findings: Finding[] = [];
  const counts = { cuts: 0, disks: 0, 'started on': 0 };
  const image = join(recording.folder, 'image');
  const disk = new DiskAtWork(recording.base);
  let followed = 0;
  const look = async ({ done, fate, dice }: Disk): Promise<void> => {
    disk.imageAt(image, fate, dice);
    counts.disks += 1;
    const starts = counts.disks % cuts.startsEvery === 0;
    if (starts) counts['started on'] += 1;
    const wrong = starts ? await wrongAfterStart(image, recording, done) : wrongWith(image, recording, done);
    if (wrong.length > 0) findings.push({ where: `seed ${run.seed}, call ${done}, ${fate}`, words: wrong.join('\n') });
  };
  for (const done of pointsOf(recording, cuts.points)) {
    if (run.isOver()) break;
    for (; followed < done; followed += 1) {
      const call = recording.calls[followed];
      if (call) disk.follow(call);
    }
    counts.cuts += 1;
    for (const fate of FATES) {
      for (let draw = 0; draw < (isLeftToChance(fate) ? cuts.draws : 1); draw += 1) {
        await look({ done, fate, dice: diceOf(run.seed * 7919 + done * 31 + draw) });
      }
    }
    run.onProgress(`${counts.disks} disks`);
  }
  return { counts, findings };
}

export async function provePowerCuts(cuts: Cuts, run: Run): Promise<Proved> {
  const why = whyNoStrace();
  if (why !== null) return { counts: {}, findings: [], skippedBecause: why };
  const recording = await recordOneSale();
  try {
    return await cutThePower(recording, cuts, run);
  } finally {
    rmSync(recording.folder, { recursive: true, force: true });
  }
}
