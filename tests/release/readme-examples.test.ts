import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { World } from '@ropewalk/rehearsal';
import { jobClaims, jobEnvironment, openSampleWorld, writeSample } from './world.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const typescript = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url));
let world: World;
let folder: string;

beforeEach(async () => {
  world = await openSampleWorld();
  // Beside the tests, so that the examples find the packages as any user's code does.
  await mkdir(join(here, 'reports'), { recursive: true });
  folder = await mkdtemp(join(here, 'reports', 'example-'));
  await writeSample(folder);
});
afterEach(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the examples of README.md compile and publish a release', () => {
  test('with the identity of the CI job', async () => {
    const output = await runExample('publish', await jobEnvironment(world, folder));

    expect(output).toContain('signing as github:ropewalk-rehearsal/sample');
    expect(output).toContain('ropewalk_sample-1.0.0-py3-none-any.whl: uploaded');
  });

  test('with an identity backend of one’s own', async () => {
    const tokens: Record<string, string> = {};
    for (const audience of ['sigstore', 'rehearsal']) {
      tokens[audience] = await world.ci.issueToken('github', { audience, claims: jobClaims });
    }
    const { GITHUB_ACTIONS: _, ...env } = await jobEnvironment(world, folder);

    const output = await runExample('own identity', { ...env, VAULT_ID_TOKENS: JSON.stringify(tokens) });

    expect(output).toContain('2 files published');
  });
});

async function runExample(name: string, env: Readonly<Record<string, string>>): Promise<string> {
  const file = join(folder, 'example.ts');
  await writeFile(file, await exampleCalled(name));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(consumerSettings));
  await run(typescript, ['-p', folder], {});
  return await run(process.execPath, [file], env);
}

/** What a strict consumer compiles with. */
const consumerSettings = {
  compilerOptions: { strict: true, noEmit: true, target: 'es2023', module: 'nodenext', types: ['node'], allowImportingTsExtensions: true },
  files: ['example.ts'],
};

async function exampleCalled(name: string): Promise<string> {
  const readme = await readFile(join(here, '../../README.md'), 'utf8');
  const example = new RegExp(`<!-- example: ${name} -->\\n\`\`\`ts\\n([\\s\\S]*?)\`\`\``).exec(readme)?.[1];
  if (example === undefined) throw new Error(`README.md has no example called ${name}.`);
  return example;
}

function run(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(program, args, { cwd: folder, env: { PATH, HOME, ...env } });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (status) => (status === 0 ? resolve(output) : reject(new Error(`${program} exited ${status}: ${output}`))));
  });
}
