/**
 * A terminal in a process of its own that sells without a pause: intent, outcome, intent, outcome ... Each line is written
 * after the commit returned, with a plain write, so that a line that was read is a promise that was given.
 */
import { writeSync } from 'node:fs';
import { StoreFault } from '../../../src/main/ports/store.ts';
import { openStore } from '../../../src/main/store/open.ts';
import { confirm, saleOf, stocked, submit } from './goods.ts';

const [dataDir = '', migrationsDir = '', most = '0'] = process.argv.slice(2);
const say = (...words: readonly unknown[]): void => void writeSync(1, `${JSON.stringify(words)}\n`);
const clock = { now: () => Date.now(), monotonic: () => performance.now(), after: () => () => undefined };

const result = openStore({ dataDir, migrationsDir, clock });
if (!result.ok) {
  say('problem', result.error.code);
  process.exit(1);
}
const store = result.value;
try {
  stocked(store);
  say('open');
  for (let done = 0; done < Number(most); done += 1) {
    const n = store.nextNumber('sale');
    say('number', n);
    submit(store, saleOf(n));
    say('intent', n);
    confirm(store, saleOf(n), n);
    say('outcome', n);
  }
  store.close();
} catch (error) {
  if (!(error instanceof StoreFault)) throw error;
  say('fault', error.problem.code);
  try {
    store.drafts.held();
    say('still', 'works');
  } catch (again) {
    if (!(again instanceof StoreFault)) throw again;
    say('still', again.problem.code);
  }
  store.close();
}
