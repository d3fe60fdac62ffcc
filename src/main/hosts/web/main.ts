import { compose } from '../compose.ts';
import { runWebHost } from './run.ts';

// What is left open after an orderly end, or one that took too long, must not keep the process alive.
process.exit(await runWebHost(process.argv.slice(2), compose));
