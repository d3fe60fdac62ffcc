/** Posts a receipt to a server that never answers, and gives up: a process of its own, so that a line of it can be spoiled. */

import { createMetrc } from '../../src/metrc/client.ts';
import { realClock } from '../../src/metrc/simulator/real-clock.ts';
import { KEYS, LICENCE } from './goods.ts';

const metrc = createMetrc({
  baseUrl: `http://127.0.0.1:${process.argv[2]}`,
  keys: KEYS,
  licence: LICENCE,
  clock: realClock,
  submitTimeoutMs: 150,
});
await metrc.submitReceipt('[{"ExternalReceiptNumber":"x"}]');
// The connection's end must be its own, not the end of this process.
setInterval(() => undefined, 1000);
