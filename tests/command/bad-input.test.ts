import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ropewalk } from './ropewalk.ts';

const wheel = 'sample-1.0-py3-none-any.whl';
const expected = ['--publisher', 'github:o/r', '--offline'];
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-bad-'));
  await mkdir(join(folder, 'a-directory'));
  const files: Record<string, string | Uint8Array> = {
    [wheel]: 'this is text\n',
    'empty.txt': '',
    'text.attestation': 'not json',
    'array.attestation': '[]',
    'huge.attestation': Buffer.alloc(50 * 1024 * 1024, 0x20),
    'empty.provenance': '{"version":1,"attestation_bundles":[]}',
    'incomplete-root.json': '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"}',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('verify, given something it cannot use', () => {
  test.each([
    ['a missing file', ['missing-1.0-py3-none-any.whl', '--attestation', 'text.attestation'], 2],
    ['a directory', ['a-directory', '--attestation', 'text.attestation'], 2],
    ['a missing attestation', [wheel, '--attestation', 'missing.attestation'], 2],
    ['a directory as attestation', [wheel, '--attestation', 'a-directory'], 2],
    ['a directory as provenance', [wheel, '--provenance', 'a-directory'], 2],
    ['no attestation anywhere', [wheel], 1],
    ['an attestation that is not JSON', [wheel, '--attestation', 'text.attestation'], 1],
    ['an attestation of another shape', [wheel, '--attestation', 'array.attestation'], 1],
    ['an empty attestation', [wheel, '--attestation', 'empty.txt'], 1],
    ['an attestation of 50 MB', [wheel, '--attestation', 'huge.attestation'], 1],
    ['a provenance without attestations', [wheel, '--provenance', 'empty.provenance'], 1],
    ['a trusted root that is missing', [wheel, '--attestation', 'text.attestation', '--trusted-root', 'missing.json'], 3],
    ['a trusted root that is not JSON', [wheel, '--attestation', 'text.attestation', '--trusted-root', 'text.attestation'], 3],
    ['a trusted root that is incomplete', [wheel, '--attestation', 'text.attestation', '--trusted-root', 'incomplete-root.json'], 1],
    ['an unknown option', [wheel, '--atestation', 'x'], 2],
    ['a publisher of an unknown kind', [wheel, '--publisher', 'bitbucket:o/r'], 2],
    ['a publisher that is not well-formed', [wheel, '--publisher', 'github:only-owner'], 2],
    ['a workflow for a publisher that has none', [wheel, '--publisher', 'google:a@example.org', '--workflow', 'x.yml'], 2],
    ['both an expected publisher and any', [wheel, '--any-publisher'], 2],
    ['both an attestation and a provenance', [wheel, '--attestation', 'text.attestation', '--provenance', 'empty.provenance'], 2],
  ])('%s: one message and the right exit status', async (_, args, status) => {
    const publisher = args.includes('--publisher') ? ['--offline'] : expected;

    const run = await ropewalk(['verify', ...args, ...publisher], { cwd: folder });

    expect({ status: run.status, output: run.stdout + run.stderr }).toMatchObject({ status });
    expect(run.stdout + run.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
    expect((run.stdout + run.stderr).trim()).not.toBe('');
  });

  test('suggests the option that was meant', async () => {
    const run = await ropewalk(['verify', wheel, '--publsher', 'github:o/r'], { cwd: folder });

    expect(run.stderr).toContain('--publisher');
  });
});

describe('publish and rehearse, given something that is no release', () => {
  test.each([
    ['a missing file', ['missing-1.0-py3-none-any.whl'], 2],
    ['a directory', ['a-directory'], 2],
    ['text renamed to a wheel', [wheel], 1],
    ['no file', [], 2],
  ])('%s', async (_, files, status) => {
    const run = await ropewalk(['publish', ...files, '--token', 'pypi-x', '--repository-url', 'https://index.invalid/legacy/'], { cwd: folder });

    expect({ status: run.status, output: run.stdout + run.stderr }).toMatchObject({ status });
  });
});

test.each([['upload'], ['verify'], ['upload', '--repositry', 'x', 'f.whl'], ['check', '--format', 'pdf']])('a command line that is wrong says where the right ones are shown: %j', async (...args) => {
  expect(await ropewalk(args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/^error: [\s\S]*--help lists arguments and options/) });
});
