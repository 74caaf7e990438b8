import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('reports/readme-examples/', import.meta.url));

/** The TypeScript blocks of a package's README. */
async function examplesOf(name: string): Promise<readonly string[]> {
  const text = await readFile(new URL(`../../packages/${name}/README.md`, import.meta.url), 'utf8');
  return [...text.matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => code);
}

/** What an example says it prints: the comments that follow its `console.log`. */
function promisedOutput(example: string): string {
  const printing = example.slice(example.lastIndexOf('console.log('));
  return [...printing.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line).join('\n');
}

describe.each(['signer', 'local-sigstore'])('the README of %s', (name) => {
  beforeAll(async () => {
    await mkdir(join(folder, name), { recursive: true });
    const configuration = { extends: '../../../../../tsconfig.tests.json', compilerOptions: { rootDir: '.' }, include: ['*.ts'], exclude: [] };
    await writeFile(join(folder, name, 'tsconfig.json'), JSON.stringify(configuration));
    for (const [index, code] of (await examplesOf(name)).entries()) await writeFile(join(folder, name, `${index}.ts`), code);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('has examples that compile', async () => {
    const { stdout } = await run('tsc', ['-p', join(folder, name)]).catch((error: unknown) => error as { stdout: string });

    expect(stdout).toBe('');
  });

  test('has a first example that prints what it says', async () => {
    const [example = ''] = await examplesOf(name);

    const { stdout } = await run(process.execPath, [join(folder, name, '0.ts')], { env: { PATH: process.env['PATH'] } });

    expect(promisedOutput(example)).not.toBe('');
    expect(stdout.trim()).toBe(promisedOutput(example));
  });
});
