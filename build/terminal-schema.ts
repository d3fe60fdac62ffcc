/** Writes docs/terminal.schema.json from the schema the program itself checks terminal.json with. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { terminalJsonSchema } from '../src/main/hosts/terminal-config.ts';

const target = join(import.meta.dirname, '..', 'docs', 'terminal.schema.json');
writeFileSync(target, `${JSON.stringify(terminalJsonSchema(), null, 2)}\n`);
