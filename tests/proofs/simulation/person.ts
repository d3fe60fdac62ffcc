/** Somebody at the counter: hands on the scanner, eyes on the screen. Whatever they do ends with the life of the register. */
import type { Answer, RefusalCode } from '../../../src/shared/contract/refusals.ts';
import type { Snapshot } from '../../../src/shared/contract/snapshot.ts';
import type { Chance } from './chance.ts';
import { BADGES, LEAD_PIN, type Life } from './life.ts';
import type { Shop } from './shop.ts';

export type Person = {
  readonly chance: Chance;
  readonly seen: () => Snapshot;
  readonly pause: (ms: number) => Promise<void>;
  /** Does one act; its refusal is what people read off the screen. */
  readonly does: (what: string, act: Promise<Answer>) => Promise<RefusalCode | null>;
  readonly scans: (code: string, aimId?: string) => Promise<void>;
  /** Looks at the screen ever less often until it is true; null when it is not within the time. */
  readonly waits: (isTrue: (seen: Snapshot) => boolean, limitMs: number) => Promise<Snapshot | null>;
  /** Is at the counter when this returns. */
  readonly signsIn: (who: keyof typeof BADGES) => Promise<void>;
};

const PINS = { dana: '1111', marisol: LEAD_PIN } as const;

export function personAt(shop: Shop, life: Life): Person {
  const chance = shop.chance('person');
  const { time } = shop;
  // What is on the screen at one instant is drawn once.
  let drawn: Snapshot | null = null;
  const orCut = <T>(work: Promise<T>): Promise<T> => {
    drawn = null;
    return Promise.race([work, life.cut]).finally(() => {
      drawn = null;
    });
  };
  const pause = (ms: number): Promise<void> => orCut(time.pause(ms));
  const seen = (): Snapshot => {
    drawn ??= life.register.snapshot();
    return drawn;
  };
  const scans = async (code: string, aimId = ']C0'): Promise<void> => {
    await orCut(shop.gun.scan(code, aimId));
    await pause(150 + chance.of(200));
  };
  const does: Person['does'] = async (what, act) => {
    const answer = await orCut(act);
    const code = answer.ok ? null : answer.error.code;
    shop.tell(`${what}${code === null ? '' : ` ${code}`}`);
    return code;
  };
  const waits: Person['waits'] = async (isTrue, limitMs) => {
    const until = time.now() + limitMs;
    for (let wait = 60; ; wait = Math.min(wait * 2, 5000)) {
      const now = seen();
      if (isTrue(now)) return now;
      if (time.now() >= until) return null;
      await pause(wait + chance.of(40));
    }
  };
  const signsIn: Person['signsIn'] = async (who) => {
    for (let tries = 1; seen().signedIn?.id !== who; tries += 1) {
      if (tries % 4 !== 0) {
        await scans(`CS-BADGE-${BADGES[who]}`);
        continue;
      }
      // The scanner is out of order: by PIN, then.
      await pause(1000);
      await does(`pin of ${who}`, time.hold(life.call.staff.signIn({ staffId: who, pin: PINS[who] })));
    }
  };
  return { chance, seen, pause, does, scans, waits, signsIn };
}
