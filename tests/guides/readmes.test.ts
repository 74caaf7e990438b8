import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** Below this workspace, so that the examples' imports are found, and where no other check looks. */
const folder = fileURLToPath(new URL('reports/readmes/', import.meta.url));
const packages = readdirSync(new URL('../../packages/', import.meta.url));
const run = promisify(execFile);

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../../../tsconfig.tests.json', compilerOptions: { rootDir: '.', noUnusedLocals: false }, include: ['*.ts'], exclude: [] }));
  for (const name of packages) {
    for (const [index, code] of (await blocks(name, 'ts')).entries()) await writeFile(join(folder, `${name}-${index}.ts`), code);
  }
});

afterAll(() => rm(folder, { recursive: true }));

async function blocks(name: string, language: string): Promise<readonly string[]> {
  const text = await readFile(new URL(`../../packages/${name}/README.md`, import.meta.url), 'utf8');
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, code]) => code ?? '');
}

/** Runs an example in an environment that is no CI. */
async function outputOf(file: string): Promise<string> {
  const { stdout } = await run(process.execPath, [join(folder, file)], { cwd: folder, env: { PATH: process.env['PATH'] } });
  return stdout.trim();
}

describe('the examples of the packages', () => {
  test.each(packages)('%s has at least one', async (name) => {
    expect(await blocks(name, 'ts')).not.toStrictEqual([]);
  });

  test('compile under the strictest rules, but that they may name what they do not use', async () => {
    const { stdout } = await run('tsc', ['-p', join(folder, 'tsconfig.json')], { cwd: folder }).catch((error: unknown) => error as { stdout: string });

    expect(stdout).toBe('');
  });

  test.each(['oidc-github-0.ts', 'oidc-gitlab-0.ts', 'oidc-cloud-build-0.ts'])('%s runs outside CI and finds nothing', async (file) => {
    expect(await outputOf(file)).toBe('undefined undefined');
  });

  test('explain a refusal with the words that are shown', async () => {
    const [shown] = await blocks('oidc', 'text');

    expect(await outputOf('oidc-2.ts')).toBe(shown?.trim());
  });

  test('print what they say they print', async () => {
    expect(await outputOf('oidc-1.ts')).toContain("repository: 'pypa/sampleproject'");
    expect(await outputOf('local-ci-0.ts')).toBe('200 /issuers/github/.well-known/jwks');
  });
});
