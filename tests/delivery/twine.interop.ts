import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { indexProfiles, type LocalIndex } from '@ropewalk/local-index';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { preparePythonTools } from '../index-conformance/python-tools.ts';
import { openFolder, run, startIndex, writeRelease } from './world.ts';

const tools = preparePythonTools();
const users = [{ username: 'me', password: 'secret' }];

/** What a script may look at: the exit status, and the lines of standard output without colours and wrapping. */
interface Seen {
  readonly status: number | null;
  readonly text: string;
}

async function theirs(args: readonly string[]): Promise<Seen> {
  if (tools === undefined) throw new Error('no twine');
  const { exitCode, output } = await tools.run('twine', ['--no-color', ...args]);
  return { status: exitCode, text: output };
}

async function ours(folder: string, args: readonly string[]): Promise<Seen> {
  const { status, stdout, stderr } = await run(folder, ['twine', '--no-color', ...args]);
  return { status, text: `${stdout}\n${stderr}`.replaceAll(/\s+/g, ' ') };
}

/** One call after another, each on an index of its own for either program. */
async function both(calls: (index: LocalIndex, folder: string, files: readonly string[]) => readonly (readonly string[])[]): Promise<{ readonly their: readonly Seen[]; readonly our: readonly Seen[] }> {
  const folder = await openFolder();
  const files = await writeRelease(folder, 2);
  const seen: { their: Seen[]; our: Seen[] } = { their: [], our: [] };
  for (const who of ['their', 'our'] as const) {
    const index = await startIndex({ profile: indexProfiles.pypiserver, users });
    for (const args of calls(index, folder, files)) seen[who].push(who === 'their' ? await theirs(args) : await ours(folder, args));
  }
  return seen;
}

const login = ['-u', 'me', '-p', 'secret', '--non-interactive', '--disable-progress-bar'];

describe.skipIf(tools === undefined)('ropewalk twine beside twine itself', () => {
  test('an upload, and the same again: the same texts and exit codes', async () => {
    const { their, our } = await both((index, _, files) => [
      ['upload', '--repository-url', index.uploadUrl.href, ...login, ...files],
      ['upload', '--repository-url', index.uploadUrl.href, ...login, ...files],
    ]);

    expect(our.map(({ status }) => status)).toEqual(their.map(({ status }) => status));
    expect(withoutPort(our[0])).toBe(withoutPort(their[0]));
    for (const { text } of [our[1], their[1]].filter((seen) => seen !== undefined)) {
      expect(text).toContain('WARNING Error during upload. Retry with the --verbose option for more details.');
      expect(text).toMatch(/ERROR HTTPError: 4\d\d \w[\w ]* from http:/);
    }
  });

  test.each([
    ['a wrong password', (index: LocalIndex, files: readonly string[]) => ['upload', '--repository-url', index.uploadUrl.href, '-u', 'me', '-p', 'wrong', '--non-interactive', ...files]],
    ['a pattern that matches nothing', (index: LocalIndex) => ['upload', '--repository-url', index.uploadUrl.href, ...login, 'nothing-*.whl']],
    ['an unknown section', (_index: LocalIndex, files: readonly string[]) => ['upload', '-r', 'nowhere', ...login, ...files]],
    ['--skip-existing on another index', (index: LocalIndex, files: readonly string[]) => ['upload', '--repository-url', index.uploadUrl.href, ...login, '--skip-existing', ...files]],
    ['attestations that are missing', (index: LocalIndex, files: readonly string[]) => ['upload', '--repository-url', index.uploadUrl.href, ...login, '--attestations', ...files]],
    ['an identity without --sign', (index: LocalIndex, files: readonly string[]) => ['upload', '--repository-url', index.uploadUrl.href, ...login, '-i', 'me', ...files]],
    ['no credential', (index: LocalIndex, files: readonly string[]) => ['upload', '--repository-url', index.uploadUrl.href, '--non-interactive', '-u', 'me', ...files]],
    ['an address that is none', (_index: LocalIndex, files: readonly string[]) => ['upload', '--repository-url', 'ftp://example.com/', ...login, ...files]],
    ['no file', () => ['upload']],
    ['an unknown option', (_index: LocalIndex, files: readonly string[]) => ['upload', '--such', ...files]],
    ['an unknown command', () => ['unregister']],
  ] as const)('%s: the same exit code, and the same name for it', async (_, argsOf) => {
    const { their, our } = await both((index, _folder, files) => [argsOf(index, files)]);

    expect(our[0]?.status).toBe(their[0]?.status);
    expect(nameOf(our[0])).toBe(nameOf(their[0]));
  });

  const head = 'Metadata-Version: 2.1\nName: fault-demo\nVersion: 1.0\n';
  test.each([
    ['Markdown', `${head}Description-Content-Type: text/markdown\n\n# Hello\n`, []],
    ['no content type', `${head}\nHello.\n`, []],
    ['no content type, strictly', `${head}\nHello.\n`, ['--strict']],
    ['no description', head, []],
    ['broken reStructuredText', `${head}Description-Content-Type: text/x-rst\n\nTitle\n==\n\n.. code:: x\n   :no: 1\n\n* \`x <\n`, []],
    ['good reStructuredText', `${head}Description-Content-Type: text/x-rst\n\nTitle\n=====\n\n*Hello*.\n`, []],
  ] as const)('check of %s: the same verdict and exit code', async (_, metadata, options) => {
    const folder = await openFolder();
    const path = join(folder, 'fault_demo-1.0-py3-none-any.whl');
    await writeFile(path, zipSync({ 'fault_demo-1.0.dist-info/METADATA': strToU8(metadata), 'fault_demo-1.0.dist-info/WHEEL': strToU8('Wheel-Version: 1.0\n') }));

    const [their, our] = [await theirs(['check', ...options, path]), await ours(folder, ['check', ...options, path])];

    expect(our.status).toBe(their.status);
    const verdict = /Checking \S+: (PASSED with warnings|FAILED due to warnings|PASSED|FAILED)/;
    expect(verdict.exec(our.text)?.[0]).toBe(verdict.exec(their.text)?.[0]);
    expect([...our.text.matchAll(/WARNING `[^`]*`[^.]*\./g)].map(String)).toEqual([...their.text.matchAll(/WARNING `[^`]*`[^.]*\./g)].map(String));
  });
});

function withoutPort(seen: Seen | undefined): string {
  return seen?.text.replaceAll(/127\.0\.0\.1:\d+/g, 'INDEX').trim() ?? '';
}

/** The name of the error before the colon, or what argparse complains of. */
function nameOf(seen: Seen | undefined): string | undefined {
  return /ERROR (\w+):/.exec(seen?.text ?? '')?.[1] ?? /(twine[\w ]*: error: (?:argument \w+: invalid choice|the following arguments are required|unrecognized arguments))/.exec(seen?.text ?? '')?.[1];
}
