#!/usr/bin/env node
// Renews src/data from Python packages: `node scripts/renew-data.mjs [PYTHON]`. PYTHON needs `packaging` and
// `trove-classifiers`; without it, both are fetched into a throw-away folder by `python3 -m pip`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = `
import json
from importlib.metadata import version
from packaging.licenses._spdx import EXCEPTIONS, LICENSES, VERSION
from trove_classifiers import all_classifiers, deprecated_classifiers
print(json.dumps({
  'trove': version('trove-classifiers'), 'spdx': VERSION,
  'classifiers': sorted(all_classifiers), 'deprecated': sorted(deprecated_classifiers.items()),
  'licenses': sorted(LICENSES), 'exceptions': sorted(EXCEPTIONS),
}))`;

const data = JSON.parse(ask(process.argv[2]));
write('classifiers.ts', `// Made by scripts/renew-data.mjs from trove-classifiers ${data.trove}.

/** Every classifier PyPI knows, the deprecated ones included. */
export const classifiers: ReadonlySet<string> = new Set(${lines(data.classifiers)});

/** The deprecated ones, with what to use instead. */
export const deprecatedClassifiers: ReadonlyMap<string, readonly string[]> = new Map([
${data.deprecated.map(([name, instead]) => `  [${quoted(name)}, [${instead.map(quoted).join(', ')}]],\n`).join('')}]);
`);
write('spdx.ts', `// Made by scripts/renew-data.mjs from the SPDX licence list ${data.spdx}, as Python's \`packaging\` carries it.

/** Licence identifiers in lower case, the deprecated ones included: PyPI takes them. */
export const spdxLicenses: ReadonlySet<string> = new Set(${lines(data.licenses)});

/** Licence exceptions in lower case. */
export const spdxExceptions: ReadonlySet<string> = new Set(${lines(data.exceptions)});
`);

function ask(python) {
  if (python !== undefined) return execFileSync(python, ['-I', '-c', program], { encoding: 'utf8' });
  const folder = mkdtempSync(join(tmpdir(), 'ropewalk-data-'));
  try {
    execFileSync('python3', ['-m', 'venv', folder]);
    execFileSync(join(folder, 'bin', 'pip'), ['install', '--quiet', 'packaging', 'trove-classifiers']);
    return execFileSync(join(folder, 'bin', 'python'), ['-I', '-c', program], { encoding: 'utf8' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One template string is a third of the size of as many quoted ones, and reads as fast. */
function lines(names) {
  return `\`\n${names.join('\n')}\n\`.trim().split('\\n'))`.replace(/\)$/, '');
}

function quoted(text) {
  return `'${text.replaceAll("'", "\\'")}'`;
}

function write(name, text) {
  writeFileSync(new URL(`../src/data/${name}`, import.meta.url), text);
}
