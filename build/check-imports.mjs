import { checkImports } from './lib/import-rules.mjs';
import { root, say } from './lib/project.mjs';

const { seen, onDisk, violations } = await checkImports(root);
for (const violation of violations) say(`${violation.rule}: ${violation.from} -> ${violation.to}`);
// A parser that does not know TypeScript sees no modules and finds nothing wrong.
if (onDisk === 0 || seen < onDisk) {
  say(`The import check saw ${seen} of ${onDisk} source files; it proves nothing like this.`);
  process.exitCode = 1;
} else if (violations.length > 0) {
  say(`${violations.length} imports break the rules of docs/decisions/0003-who-may-import-whom.md.`);
  process.exitCode = 1;
} else {
  say(`${seen} modules follow the import rules.`);
}
