import { z } from 'zod';
import { readRetailId } from '../../main/domain/scan/retail-id.ts';
import { QUANTITY_SCALE } from '../../shared/values/quantity.ts';
import { named } from '../api/named.ts';
import { type Answer, empty, json, refusal } from './answer.ts';
import type { MetrcState } from './metrc-state.ts';
import type { Handler } from './own-reads.ts';
import { ownPackage } from './package-reads.ts';
import type { StoredPackage } from './world.ts';

/** Retail ID: the codes on single units (docs/metrc-facts.md 4.7). */

const HOST = 'HTTPS://1A4.COM/';

const InfoAsked = named({ packageLabels: z.array(z.string()).min(1) });

/** The code on a unit: twelve bytes of the tag and the unit's number as LEB128, written in base 36. */
export function unitCode(tag: string, unit: number): string {
  const bytes = (tag.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  let rest = unit;
  do {
    const more = rest >= 0x80 ? 0x80 : 0;
    bytes.push((rest % 0x80) + more);
    rest = Math.floor(rest / 0x80);
  } while (rest > 0);
  const number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return HOST + number.toString(36).toUpperCase();
}

/** More codes than this are left out of one answer. */
const MOST_EACHES = 1000;

function received(state: MetrcState, stored: StoredPackage): Answer {
  const shown = Math.min(stored.qrCount, MOST_EACHES);
  return json(
    {
      LabelSource: stored.qrCount === 0 ? null : 'Practice',
      Eaches: Array.from({ length: shown }, (_, i) => unitCode(stored.label, i + 1)),
      Ranges: stored.qrCount === 0 ? [] : [[1, stored.qrCount]],
      // Tags come in lower case here, in the documentation's example.
      SiblingTags: [],
      ChildTag: stored.label.toLowerCase(),
      QrCount: stored.qrCount,
      RequiresVerification: false,
    },
    state.dialect(),
  );
}

export const retailIdCalls = {
  'retailid.receive': (state, caller, call) => {
    const last = call.parts.at(-1) ?? '';
    const read = call.parts[3] === 'qr' ? readRetailId(`${HOST}${last}`) : null;
    const label = read?.kind === 'read' ? read.id.tag : read === null ? last : '';
    const stored = ownPackage(state.world.view(caller.agoMs), caller.licence, label);
    const isOne = stored !== null && (read?.kind !== 'read' || read.id.unit <= stored.qrCount);
    return isOne ? received(state, stored) : empty(401);
  },
  'retailid.info': (state, caller, _call, body) => {
    const dialect = state.dialect();
    let raw: unknown;
    try {
      raw = JSON.parse(body);
    } catch {
      raw = null;
    }
    const asked = InfoAsked.safeParse(raw);
    if (!asked.success) return refusal([{ row: 0, message: 'packageLabels is an array of labels.' }], dialect);
    const view = state.world.view(caller.agoMs);
    const found = asked.data.packageLabels.flatMap((label) => ownPackage(view, caller.licence, label) ?? []);
    const Packages = found.map((stored) => ({
      Tag: stored.label.toLowerCase(),
      QrCount: stored.qrCount,
      EstimatedBalance: Math.floor(stored.quantity / QUANTITY_SCALE),
      SiblingCount: 0,
      IssuanceId: null,
      Issuances: [],
      HasQrs: stored.qrCount > 0,
      RequiresVerification: false,
    }));
    return json({ Packages }, dialect);
  },
} as const satisfies Readonly<Record<string, Handler>>;
