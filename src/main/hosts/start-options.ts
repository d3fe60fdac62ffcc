import { isAbsolute, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CannotStart } from './terminal.ts';

export interface StartOptions {
  readonly config: string | undefined;
  readonly data: string | undefined;
  /** 0 is any free port. */
  readonly port: number;
  readonly open: boolean;
}

/**
 * Reads what a host was started with. `strict: false` ignores what it does not know, because Chromium's own switches
 * arrive on the same command line in Electron. Throws CannotStart with exit code 2.
 */
export function parseStartOptions(args: readonly string[], { strict }: { strict: boolean }): StartOptions {
  const values = readValues(args, strict);
  const port = values.port ?? '0';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new CannotStart(`--port takes a number from 0 to 65535, not "${port}".`, 2);
  }
  return {
    config: absolute('config', values.config),
    data: absolute('data', values.data),
    port: Number(port),
    open: values.open,
  };
}

function readValues(args: readonly string[], strict: boolean) {
  const options = {
    config: { type: 'string' },
    data: { type: 'string' },
    port: { type: 'string' },
    'no-open': { type: 'boolean' },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], strict, allowPositionals: !strict, options });
    const text = (value: string | boolean | undefined) => (typeof value === 'string' ? value : undefined);
    return {
      config: text(values.config),
      data: text(values.data),
      port: text(values.port),
      open: values['no-open'] !== true,
    };
  } catch (error) {
    throw new CannotStart(error instanceof Error ? error.message : String(error), 2);
  }
}

function absolute(name: string, path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  if (path.trim() === '') throw new CannotStart(`--${name} needs a value.`, 2);
  return isAbsolute(path) ? path : resolve(path);
}
