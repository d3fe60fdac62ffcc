import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkImports } from '../../build/lib/import-rules.mjs';

const root = join(import.meta.dirname, '../..');
let copy = '';

beforeEach(() => {
  copy = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-imports-')));
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});

afterEach(() => {
  rmSync(copy, { recursive: true, force: true });
});

function plant(files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
}

async function rulesBroken(files: Record<string, string>): Promise<string[]> {
  plant(files);
  const { seen, onDisk, violations } = await checkImports(copy);
  expect(seen).toBe(onDisk);
  return [...new Set(violations.map((violation) => violation.rule))].sort();
}

const named = 'export const a = 1;\nexport interface A { readonly a: number }\n';
const uses = (path: string) => `import { a } from '${path}';\nexport const b = a;\n`;

describe('who may import whom', () => {
  it('lets a tidy house pass', async () => {
    const broken = await rulesBroken({
      'src/shared/values/money.ts': named,
      'src/shared/contract/contract.ts': uses('../values/money.ts'),
      'src/main/domain/price.ts': `import { z } from 'zod';\n${uses('../../shared/values/money.ts')}export const c = z;\n`,
      'src/main/store/sales.ts': "import Database from 'better-sqlite3';\nexport const open = Database;\n",
      'src/main/hosts/compose.ts': uses('../store/sales.ts').replace(' a ', ' open as a '),
      'src/renderer/screens/sell.tsx':
        "import { useState } from 'react';\nimport type { b } from '../../shared/contract/contract.ts';\nexport const Sell = () => <p>{useState<typeof b>(1)[0]}</p>;\n",
    });
    expect(broken).toEqual([]);
  });

  it.each([
    ['values', 'src/shared/values/money.ts', 'src/shared/contract/contract.ts'],
    ['contract', 'src/shared/contract/contract.ts', 'src/main/domain/price.ts'],
    ['words', 'src/shared/words/spanish.ts', 'src/main/domain/price.ts'],
    ['domain', 'src/main/domain/price.ts', 'src/main/ports/store.ts'],
    ['domain', 'src/main/domain/price.ts', 'src/shared/contract/contract.ts'],
    ['ports', 'src/main/ports/store.ts', 'src/main/actions/scan-item.ts'],
    ['actions', 'src/main/actions/scan-item.ts', 'src/main/store/sales.ts'],
    ['actions', 'src/main/register.ts', 'src/metrc/client.ts'],
    ['store', 'src/main/store/sales.ts', 'src/main/actions/scan-item.ts'],
    ['store', 'src/main/store/sales.ts', 'src/hardware/drawer/driver.ts'],
    ['hardware', 'src/hardware/drawer/driver.ts', 'src/metrc/client.ts'],
    ['hardware', 'src/hardware/drawer/driver.ts', 'src/main/domain/price.ts'],
    ['metrc', 'src/metrc/client.ts', 'src/main/store/sales.ts'],
    ['renderer', 'src/renderer/screens/sell.ts', 'src/main/domain/price.ts'],
  ])('%s may not import from %s to %s', async (room, from, to) => {
    const up = '../'.repeat(from.split('/').length - 1);
    const broken = await rulesBroken({ [to]: named, [from]: uses(`${up}${to}`) });
    expect(broken).toEqual([`${room} imports only what it may`]);
  });

  it('sees an import of a type alone', async () => {
    const broken = await rulesBroken({
      'src/main/ports/store.ts': named,
      'src/main/domain/price.ts': "import type { A } from '../ports/store.ts';\nexport const b: A = { a: 1 };\n",
    });
    expect(broken).toEqual(['domain imports only what it may']);
  });

  it('sees what is only exported on, and what is loaded later', async () => {
    const broken = await rulesBroken({
      'src/main/ports/store.ts': named,
      'src/main/domain/price.ts': "export { a } from '../ports/store.ts';\n",
      'src/main/store/sales.ts': named,
      'src/metrc/client.ts': "export const later = () => import('../main/store/sales.ts');\n",
    });
    expect(broken).toEqual(['domain imports only what it may', 'metrc imports only what it may']);
  });

  it('sees a forbidden import inside a screen', async () => {
    const broken = await rulesBroken({
      'src/main/domain/price.ts': named,
      'src/renderer/screens/sell.tsx':
        "import { a } from '../../main/domain/price.ts';\nexport const Sell = () => <p>{a}</p>;\n",
    });
    expect(broken).toEqual(['renderer imports only what it may']);
  });

  it.each([
    ['electron', 'src/main/hosts/web/server.ts', "import { app } from 'electron';\nexport const a = app;\n"],
    ['better-sqlite3', 'src/main/actions/scan-item.ts', "import D from 'better-sqlite3';\nexport const a = D;\n"],
    ['react', 'src/shared/words/words.ts', "import { useState } from 'react';\nexport const a = useState;\n"],
    [
      'react',
      'src/main/hosts/compose.ts',
      "import { Button } from 'react-aria-components';\nexport const a = Button;\n",
    ],
    [
      'react',
      'src/main/hosts/compose.ts',
      "import { createRoot } from 'react-dom/client';\nexport const a = createRoot;\n",
    ],
    [
      'device libraries',
      'src/main/hosts/compose.ts',
      "import { SerialPort } from 'serialport';\nexport const a = SerialPort;\n",
    ],
    ['rpc server', 'src/main/store/sales.ts', "import { os } from '@orpc/server';\nexport const a = os;\n"],
  ])('%s stays in its room', async (name, file, text) => {
    expect(await rulesBroken({ [file]: text })).toEqual([`${name} stays in its room`]);
  });

  it.each([
    'src/main/domain/price.ts',
    'src/shared/values/money.ts',
    'src/renderer/screens/sell.tsx',
    'src/main/ports/store.ts',
  ])('a Node module in %s is seen', async (file) => {
    const broken = await rulesBroken({
      [file]: "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n",
    });
    expect(broken).toEqual(['rules, ports and screens use no Node module']);
  });

  it('sees a circle', async () => {
    const broken = await rulesBroken({
      'src/shared/values/money.ts': "import { b } from './fraction.ts';\nexport const a = b;\n",
      'src/shared/values/fraction.ts': "import { a } from './money.ts';\nexport const b = () => a;\n",
    });
    expect(broken).toEqual(['no cycles']);
  });

  it('asks for a new folder to be placed', async () => {
    const broken = await rulesBroken({
      'src/main/ports/store.ts': named,
      'src/extra/thing.ts': uses('../main/ports/store.ts'),
    });
    expect(broken).toContain('a file outside the rooms imports nothing');
  });

  it('sees an import of a file that is not there, and of a test', async () => {
    expect(await rulesBroken({ 'src/shared/values/money.ts': uses('./gone.ts') })).toEqual(['every import is there']);
    const broken = await rulesBroken({
      'tests/support/fake.ts': named,
      'src/shared/values/money.ts': uses('../../../tests/support/fake.ts'),
    });
    expect(broken).toEqual(['the program imports no test and no tool']);
  });

  it('says how much it saw, so that a check of nothing cannot pass', async () => {
    plant({
      'src/shared/values/money.ts': named,
      'src/renderer/screens/sell.tsx': 'export const Sell = () => <p />;\n',
    });
    expect(await checkImports(copy)).toEqual({ seen: 2, onDisk: 2, violations: [] });
  });
});
