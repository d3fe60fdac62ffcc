import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { root } from './project.mjs';

/**
 * A vitest reporter that writes down what happened: counts, and why each skipped test was skipped. The built-in JSON
 * report leaves the reason out. The path comes from COUNTERSIGN_TEST_REPORT.
 */
export default class TestReport {
  onTestRunEnd(modules, unhandledErrors) {
    const report = { passed: 0, failed: 0, skipped: [], broken: [] };
    for (const module of modules) {
      const file = relative(root, module.moduleId);
      let tests = 0;
      for (const test of module.children.allTests()) {
        tests += 1;
        const result = test.result();
        if (result.state === 'passed') report.passed += 1;
        else if (result.state === 'skipped')
          report.skipped.push({ name: `${file}: ${test.fullName}`, because: result.note ?? 'no reason given' });
        else report.failed += 1;
      }
      // A file that could not be loaded, or that holds no test, has looked at nothing.
      const errors = module.errors();
      if (errors.length > 0) report.broken.push(`${file}: ${errors[0].message}`);
      else if (tests === 0) report.broken.push(`${file}: no test in it`);
      for (const suite of module.children.allSuites()) {
        for (const error of suite.errors()) report.broken.push(`${file}: ${suite.fullName}: ${error.message}`);
      }
    }
    for (const error of unhandledErrors) report.broken.push(`outside any test: ${error.message}`);
    const path = process.env.COUNTERSIGN_TEST_REPORT;
    if (path !== undefined) writeFileSync(path, JSON.stringify(report));
  }
}
