/** A terminal in a process of its own: opens the folder it is given, says so, and holds it until it is ended. */
import { openStore } from '../../../src/main/store/open.ts';

const [dataDir = '', migrationsDir = ''] = process.argv.slice(2);
const clock = { now: () => Date.now(), monotonic: () => performance.now(), after: () => () => undefined };
const result = openStore({ dataDir, migrationsDir, clock });
process.stdout.write(`${JSON.stringify(result.ok ? { ok: true } : { ok: false, error: result.error })}\n`);
// An ended stdin is the sign to close cleanly.
process.stdin.resume().on('end', () => {
  if (result.ok) result.value.close();
  process.exit(0);
});
