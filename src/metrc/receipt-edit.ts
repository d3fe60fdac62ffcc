import { z } from 'zod';
import { assert } from '../shared/values/assert.ts';

const OneReceipt = z.tuple([z.looseObject({ Id: z.int().optional() })]);

/**
 * The body of PUT /sales/v2/receipts: the whole receipt as it would be posted, with its id (docs/metrc-facts.md 2.6).
 * Lines that are left out are removed.
 * @param body JSON text as `submitReceipt` takes it: an array of one receipt
 */
export function editBody(metrcId: number, body: string): string {
  const [receipt] = OneReceipt.parse(JSON.parse(body));
  assert(receipt.Id === undefined || receipt.Id === metrcId, 'a receipt is replaced by its own content');
  return JSON.stringify([{ Id: metrcId, ...receipt }]);
}
