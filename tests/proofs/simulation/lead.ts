/** What only a lead may do: a conflict, on what the screen says of it. */
import { LEAD_PIN, type Life } from './life.ts';
import type { Person } from './person.ts';
import type { Shop } from './shop.ts';

export async function settleConflict(shop: Shop, life: Life, person: Person): Promise<void> {
  const { lane } = person.seen();
  if (lane.state !== 'conflict' || !lane.mayBeSettled) return;
  await person.pause(1500);
  const asked = life.call.conflict.settle({
    as: lane.kind,
    leadId: 'marisol',
    pin: LEAD_PIN,
    reason: 'seen at Metrc',
  });
  await person.does(`settle ${lane.kind}`, shop.time.hold(asked));
}
