import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseTerminalConfig, terminalJsonSchema } from '../../../src/main/hosts/terminal-config.ts';

const docs = join(import.meta.dirname, '..', '..', '..', 'docs');
const example = readFileSync(join(docs, 'terminal.example.json'), 'utf8');

/** The example with one field, named by its path, put to another value; undefined takes it out. */
function changed(path: string, value: unknown): string {
  const config: Record<string, unknown> = JSON.parse(example);
  const steps = path.split('/');
  const last = steps.pop() ?? '';
  let at = config;
  // Every step of a path used here is an object or a list of the example.
  for (const step of steps) at = at[step] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return JSON.stringify(config);
}

test('the example in the documentation is a good terminal.json', () => {
  expect(parseTerminalConfig(example).ok).toBe(true);
});

test('docs/terminal.schema.json is the schema the program checks with; remake it with node build/terminal-schema.ts', () => {
  expect(JSON.parse(readFileSync(join(docs, 'terminal.schema.json'), 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(terminalJsonSchema())),
  );
});

test.each([
  ['licence', undefined, 'licence'],
  ['terminal/id', 'Counter 2', 'terminal/id'],
  ['metrc/baseUrl', 'http://api-ok.metrc.com', 'metrc/baseUrl'],
  ['metrc/baseUrl', 'https://key:secret@api-ok.metrc.com', 'metrc/baseUrl'],
  ['metrc/baseUrl', 'api-ok.metrc.com', 'metrc/baseUrl'],
  ['metrc/practice', { quietMs: 1000 }, 'metrc/practice'],
  ['devices/printer/columns', 40, 'devices/printer/columns'],
  ['devices/printer/link/port', 0, 'devices/printer/link/port'],
  ['devices/drawer/pin', 3, 'devices/drawer/pin'],
  ['users/0/pin', '12', 'users/0/pin'],
  ['users/0/badge', 'dana', 'users/0/badge'],
  ['users', [{ id: 'dana', name: 'Dana', role: 'budtender', pin: '1111' }], 'users'],
  ['prices/0/cents', -1, 'prices/0/cents'],
  ['prices/0/cents', 9.5, 'prices/0/cents'],
  ['colour', 'green', '(file)'],
])('a problem is named with its path: %s = %j', (path, value, at) => {
  const parsed = parseTerminalConfig(changed(path, value));
  expect(parsed.ok ? [] : parsed.error.map((problem) => problem.at)).toContain(at);
});

test.each(['http://127.0.0.1:4300', 'http://localhost:4300', 'https://127.0.0.1', 'http://[::1]:4300'])(
  'the mode "production" with a Metrc on this machine is refused, the sandbox is not: %s',
  (baseUrl) => {
    const config = JSON.parse(example);
    const at = (mode: string) => JSON.stringify({ ...config, mode, metrc: { ...config.metrc, baseUrl } });
    const parsed = parseTerminalConfig(at('production'));
    expect(parsed.ok ? [] : parsed.error.map((problem) => problem.at)).toEqual(['metrc/baseUrl']);
    expect(parseTerminalConfig(at('sandbox')).ok).toBe(true);
  },
);

test('a file that is no JSON, and one with a byte order mark, are told apart', () => {
  expect(parseTerminalConfig('{').ok).toBe(false);
  expect(parseTerminalConfig(`\uFEFF${example}`).ok).toBe(true);
});
