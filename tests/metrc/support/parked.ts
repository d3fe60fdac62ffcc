/** A program that asks a Metrc once and then has nothing more to do; it never lets go of its connection. */
import { createMetrc } from '../../../src/metrc/client.ts';
import { realClock } from '../../../src/metrc/simulator/real-clock.ts';

const [baseUrl = '', licence = '', vendorKey = '', userKey = '', ca = ''] = process.argv.slice(2);
const metrc = createMetrc({ baseUrl, licence, keys: { vendorKey, userKey }, clock: realClock, ca });
const control = await metrc.control();
process.stdout.write(control.kind);
