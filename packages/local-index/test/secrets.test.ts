import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { githubClaims, signToken } from './support/issuers.ts';
import { indexForTest } from './support/index-for-tests.ts';
import { basic, mint, mintedToken, upload } from './support/requests.ts';

test('shows no token in an answer, a file, its log or on the terminal, but the one answer that hands it out', async () => {
  const printed: unknown[] = [];
  for (const method of ['log', 'info', 'warn', 'error'] as const) vi.spyOn(console, method).mockImplementation((...words) => void printed.push(words));
  const temporaryFolder = await mkdtemp(join(tmpdir(), 'ropewalk-secrets-'));
  onTestFinished(() => rm(temporaryFolder, { recursive: true }));
  const index = await indexForTest({ temporaryFolder });
  const jwt = await signToken(githubClaims());
  const minted = await mintedToken(index, jwt);
  const own = index.createToken({ projects: ['other'] });
  const answers = [
    await mint(index, jwt),
    await mint(index, `${jwt}x`),
    await upload(index, { token: minted }),
    await upload(index, { token: own }),
    await upload(index, { token: `${own}x` }),
    await upload(index, { authorization: basic(minted, 'alice') }),
    await upload(index, { token: minted, path: `legacy/?token=${minted}`, fields: { filetype: 'egg' } }),
  ];

  const texts = await Promise.all(answers.map(async (answer) => `${answer.statusText} ${JSON.stringify([...answer.headers])} ${await answer.text()}`));
  const files = await filesIn(temporaryFolder);
  expect(files).toHaveLength(1);
  const everything = [...texts, ...files, inspect(printed), inspect(index, { depth: 9 }), inspect(index.requests()), inspect(index.errors())].join('\n');

  for (const secret of [jwt, minted, own, minted.slice(-40), own.slice(-40)]) expect(everything).not.toContain(secret);
  vi.restoreAllMocks();
});

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
}
