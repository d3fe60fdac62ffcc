import { runChecks } from './lib/checks.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { runAsProgram, say } from './lib/project.mjs';
import { projectNode } from './lib/project-node.mjs';

await runAsProgram(async () => {
  await ensureDependencies();
  const results = await runChecks(projectNode());
  const failed = results.filter((check) => !check.passed);
  say(
    failed.length === 0
      ? `All ${results.length} checks passed.`
      : `Failed: ${failed.map((check) => check.name).join(', ')}.`,
  );
  return failed.length === 0 ? 0 : 1;
});
