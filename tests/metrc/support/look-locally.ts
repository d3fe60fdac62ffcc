/** A program of its own, for a network of its own: says what it sees of that network for each line it is sent. */
import { createInterface } from 'node:readline';
import { localTrouble, readLocalNetwork } from '../../../src/metrc/way/local-network.ts';

for await (const _line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${localTrouble(readLocalNetwork())}\n`);
}
