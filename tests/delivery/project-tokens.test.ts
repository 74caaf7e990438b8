import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pypiTokenFor } from '../../packages/credentials/test/tokens.ts';
import { jobOf, openDemoWorld, openFolder, run, startIndex, stored, writeRelease } from './world.ts';

/** Writes a `.pypirc` with one token for each section, all of one index. */
async function writeTokens(folder: string, repository: string, tokens: Readonly<Record<string, string>>): Promise<void> {
  const sections = Object.entries(tokens).map(([name, token]) => `[${name}]\nrepository = ${repository}\nusername = __token__\npassword = ${token}\n`);
  await writeFile(join(folder, '.pypirc'), `[distutils]\nindex-servers =\n    ${Object.keys(tokens).join('\n    ')}\n\n${sections.join('\n')}`);
}

describe('an index for which .pypirc has a token per project', () => {
  test('gets the token of the project that is uploaded', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const tokens = { alpha: index.createToken({ projects: ['alpha'] }), ours: index.createToken({ projects: ['fault-demo'] }) };
    await writeTokens(folder, index.uploadUrl.href, tokens);

    const ended = await run(folder, ['upload', ...(await writeRelease(folder, 1)), '--repository-url', index.uploadUrl.href]);

    expect(ended).toMatchObject({ status: 0, stderr: expect.stringContaining('[ours]') as string });
    expect(Object.keys(stored(index))).toHaveLength(1);
  });

  test('gets nothing when all tokens are for other projects, and they are named', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const tokens = { alpha: index.createToken({ projects: ['alpha'] }), beta: index.createToken({ projects: ['beta'] }) };
    await writeTokens(folder, index.uploadUrl.href, tokens);

    const ended = await run(folder, ['upload', ...(await writeRelease(folder, 1)), '--repository-url', index.uploadUrl.href]);

    expect(ended).toMatchObject({ status: 4, stderr: expect.stringContaining('CREDENTIAL_FOR_OTHER_PROJECT') as string });
    expect(ended.stderr).toMatch(/alpha/);
    expect(index.requests().filter(({ method }) => method === 'POST')).toEqual([]);
    for (const token of Object.values(tokens)) expect(ended.stdout + ended.stderr).not.toContain(token);
  });

  test('that is PyPI, which nobody named: also a section of another name is found', async () => {
    const folder = await openFolder();
    await writeTokens(folder, 'https://upload.pypi.org/legacy/', { pypi: pypiTokenFor('alpha'), 'my-demo': pypiTokenFor('demo') });

    const [unnamed, named] = [await run(folder, ['whoami', '--project', 'demo']), await run(folder, ['whoami', '-r', 'pypi', '--project', 'demo'])];

    expect(unnamed).toMatchObject({ status: 0, stdout: expect.stringMatching(/^.*as __token__, from .*\[my-demo\]/m) as string });
    expect(named).toMatchObject({ status: 4, stdout: expect.stringContaining('alpha') as string });
  });

  test('keeps no CI job from publishing as itself', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    await writeTokens(folder, world.index.uploadUrl.href, { alpha: world.index.createToken({ projects: ['alpha'] }) });

    const ended = await run(folder, ['publish', ...(await writeRelease(folder, 1))], await jobOf(world, folder));

    expect(ended).toMatchObject({ status: 0, stderr: expect.stringContaining('attested: ') as string });
  });
});
