import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { inspectDistribution, readDistribution } from '@ropewalk/distribution';
import { checkRelease, twineCheck } from '@ropewalk/preflight';
import { beforeAll, describe, expect, test } from 'vitest';
import { preparePython } from './python.ts';

const python = preparePython();

const wheels = [
  'numpy', 'requests', 'flask', 'django', 'click', 'attrs', 'pydantic', 'pydantic-core', 'cryptography', 'pillow', 'rich', 'httpx', 'pytest', 'setuptools', 'wheel', 'pip', 'hatchling', 'poetry-core', 'uvicorn', 'fastapi',
  'sqlalchemy', 'jinja2', 'markupsafe', 'pyyaml', 'lxml', 'ruff', 'mypy', 'black',
];
const sdists = ['requests', 'flask', 'click', 'attrs', 'packaging', 'idna', 'certifi', 'urllib3', 'hatchling', 'tomli', 'pluggy', 'flit-core'];

/** Errors that real files may have, because the rule came after them; each with the file's beginning. None at present. */
const newerRules: readonly (readonly [file: string, code: string])[] = [];

describe.skipIf(python === undefined)('well-known projects', () => {
  const folder = join(python?.cache ?? '', 'distributions');
  const files = (): readonly string[] => readdirSync(folder).filter((file) => /\.(?:whl|tar\.gz)$/.test(file)).sort();

  beforeAll(() => {
    mkdirSync(folder, { recursive: true });
    if (files().length >= 35) return;
    for (const [form, names] of [['--only-binary', wheels], ['--no-binary', sdists]] as const) {
      const { exitCode, output } = python?.run('pip', ['download', '--quiet', '--no-deps', form, ':all:', '--dest', folder, ...names]) ?? { exitCode: -1, output: '' };
      if (exitCode !== 0) throw new Error(`pip could not fetch the files: ${output.slice(-500)}`);
    }
  }, 600_000);

  test('pass, or the rule that finds something is newer and named', async () => {
    const found: string[] = [];
    for (const file of files()) {
      for (const { code, severity, message } of checkRelease([await inspectDistribution(join(folder, file))])) {
        if (severity === 'error' && !newerRules.some(([start, known]) => file.startsWith(start) && code === known)) found.push(`${file}: ${code}: ${message}`);
      }
    }
    expect(files().length).toBeGreaterThanOrEqual(35);
    expect(found).toEqual([]);
  });

  test('have the metadata that Python reads', async () => {
    for (const file of files()) {
      const { metadata } = await readDistribution(join(folder, file));
      expect(Object.keys(metadata.unparsed)).toEqual([]);
      expect(metadata.name?.length).toBeGreaterThan(0);
    }
  });

  test('get the verdict of `twine check --strict`', async () => {
    const differing: string[] = [];
    for (const file of files()) {
      const { exitCode } = python?.run('twine', ['check', '--strict', join(folder, file)]) ?? { exitCode: -1 };
      const { verdict } = twineCheck(await inspectDistribution(join(folder, file)), { strict: true });
      if ((exitCode === 0) !== (verdict === 'PASSED')) differing.push(`${file}: twine ${exitCode}, ours ${verdict}`);
    }
    expect(differing).toEqual([]);
  });
});
