import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, codeOf, open } from './support/browser.ts';
import { createSmallScreen } from './support/small-screen.ts';

let screen: ReturnType<typeof createSmallScreen>;
const children: ChildProcess[] = [];

beforeEach(() => {
  screen = createSmallScreen();
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  screen.remove();
});

function run(...args: string[]) {
  const terminal = join(import.meta.dirname, 'support', 'small-terminal.ts');
  const child = spawn(process.execPath, [terminal, screen.renderer, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let out = '';
  let err = '';
  const ready = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk) => {
      out += chunk;
      if (out.includes('\n')) resolve(out.trim());
    });
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, out, err }));
  });
  return { child, ready, ended };
}

describe('the terminal in a browser, as a program', () => {
  it('prints one line when it is ready, and the link in it opens', async () => {
    const { child, ready, ended } = run('--no-open');
    const line = await ready;
    const [, mode, url = ''] =
      /^Countersign ready: (\w+) (http:\/\/127\.0\.0\.1:\d+\/#open=[\w-]{32})$/.exec(line) ?? [];
    expect(mode).toBe('sandbox');
    const port = Number(new URL(url).port);
    expect((await ask(port)).status).toBe(200);
    expect((await open(port, codeOf(url))).status).toBe(204);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0, out: `${line}\n` });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'closes in order on %s, also when it comes twice',
    async (signal) => {
      const { child, ready, ended } = run('--no-open');
      await ready;
      child.kill(signal);
      child.kill(signal);
      const { code, err } = await ended;
      expect(code).toBe(0);
      expect(err.match(/closed/g)).toHaveLength(1);
    },
  );

  it('passes on where the settings and the data are', async () => {
    const { child, ready, ended } = run('--no-open', '--config', '/shop/terminal.json', '--data', '/shop/data');
    await ready;
    child.kill('SIGTERM');
    expect((await ended).err).toContain('composed {"config":"/shop/terminal.json","data":"/shop/data"}');
  });

  it('names a port that is taken, and still closes what it had begun', async () => {
    const first = run('--no-open');
    const port = new URL((await first.ready).split(' ').at(-1) ?? '').port;
    const { code, out, err } = await run('--no-open', '--port', port).ended;
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain(`Port ${port} is already in use`);
    expect(err).toContain('closed');
  });

  it('says in one line what is wrong with its options or its settings, and ends with 2', async () => {
    const unknown = await run('--hots', 'web').ended;
    expect(unknown.code).toBe(2);
    expect(unknown.err.trim().split('\n')).toHaveLength(1);
    expect(unknown.err).toContain('--hots');
    expect(await run('--port', 'abc').ended).toMatchObject({ code: 2, err: expect.stringContaining('--port') });
    expect(await run('--port', '65536').ended).toMatchObject({ code: 2 });
    const broken = await run('--config', '/shop/broken.json').ended;
    expect(broken).toMatchObject({ code: 2, err: expect.stringContaining('terminal.json names no printer.') });
    expect(broken.err).not.toContain('    at ');
  });

  it('says so when the screen is not built', async () => {
    screen.remove();
    expect(await run('--no-open').ended).toMatchObject({ code: 1, err: expect.stringContaining('no built screen') });
  });
});
