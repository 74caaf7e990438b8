// Sums vitest's JSON reports of all workspaces into one plain line: `N passed, N failed`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const root = fileURLToPath(new URL('..', import.meta.url));
const total = { passed: 0, failed: 0, skipped: 0 };

for (const parent of ['packages', 'apps', 'tests', 'bench']) {
  if (!existsSync(join(root, parent))) continue;
  for (const folder of readdirSync(join(root, parent))) {
    for (const tier of ['test', 'interop']) {
      const file = join(root, parent, folder, 'reports', `${tier}.json`);
      if (existsSync(file)) add(JSON.parse(readFileSync(file, 'utf8')));
    }
  }
}

console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
if (total.failed > 0 || total.passed === 0) process.exitCode = 1;

function add(report) {
  total.passed += report.numPassedTests;
  total.skipped += report.numPendingTests + report.numTodoTests;
  // A file that fails before its first test counts as one failure.
  const brokenFiles = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  total.failed += report.numFailedTests + brokenFiles;
}
