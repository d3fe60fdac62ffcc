import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BadUse } from './project.mjs';

export const startUsage =
  'npm start [-- --config terminal.json] [--data DIR] [--host auto|electron|web] [--port N] [--no-open]';

/**
 * The options of `npm start`. `host` decides what is started; `pass` is what the host itself reads, with paths made
 * absolute against the folder the person called npm from. Throws BadUse with one clear line.
 */
export function parseStart(args, calledFrom = process.env.INIT_CWD ?? process.cwd()) {
  const { values, positionals } = readOptions(args);
  if (positionals.length > 0) throw new BadUse(`"${positionals[0]}" is not an option. Use: ${startUsage}`);
  for (const name of ['config', 'data']) {
    if (values[name]?.trim() === '') throw new BadUse(`--${name} needs a value. Use: ${startUsage}`);
  }
  const host = values.host ?? 'auto';
  if (!['auto', 'electron', 'web'].includes(host)) {
    throw new BadUse(`--host takes auto, electron or web, not "${host}".`);
  }
  const pass = [];
  if (values.config !== undefined) pass.push('--config', resolve(calledFrom, values.config));
  if (values.data !== undefined) pass.push('--data', resolve(calledFrom, values.data));
  if (values.port !== undefined) {
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
      throw new BadUse(`--port takes a number from 0 to 65535, not "${values.port}".`);
    }
    if (host === 'electron') throw new BadUse('--port is for the web host; Electron opens no port.');
    pass.push('--port', values.port);
  }
  if (values['no-open'] === true) pass.push('--no-open');
  return { host, pass };
}

function readOptions(args) {
  try {
    return parseArgs({
      args,
      strict: true,
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        data: { type: 'string' },
        host: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new BadUse(`${error.message.split('\n')[0].replace(/\.$/, '')}. Use: ${startUsage}`);
  }
}
