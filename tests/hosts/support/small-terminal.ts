import { CannotStart } from '../../../src/main/hosts/terminal.ts';
import { runWebHost } from '../../../src/main/hosts/web/run.ts';
import { createSmallRegister } from './small-register.ts';

// A terminal of its own process, started by the tests as `npm start` starts the real one: the screen's folder first, then
// the options. It says what it was composed with and when it is closed.
const [rendererDir = '', ...args] = process.argv.slice(2);

const code = await runWebHost(
  args,
  async (options) => {
    process.stderr.write(`composed ${JSON.stringify(options)}\n`);
    if (options.config?.endsWith('broken.json')) throw new CannotStart('terminal.json names no printer.', 2);
    return {
      router: createSmallRegister().router,
      info: { mode: 'sandbox' },
      close: async () => {
        process.stderr.write('closed\n');
      },
    };
  },
  rendererDir,
);
process.exit(code);
