import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { ropewalk } from './ropewalk.ts';
import { startSmallIndex, type IndexStyle, type ListedFile, type SmallIndex } from './small-index.ts';

const sdist = fixture('pypi', 'pypi_attestations-0.0.19.tar.gz');
const filename = basename(sdist);
const attested: ListedFile = { filename, path: sdist, provenancePath: `${sdist}.provenance` };
const publisher = ['--publisher', 'github:trailofbits/pypi-attestations'];
let folder: string;
let index: SmallIndex | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-index-'));
});
afterEach(async () => {
  await index?.close();
  await rm(folder, { recursive: true, force: true });
});

describe.skipIf(!hasFixtures())('targets on an index', () => {
  test.each([
    ['a release', () => 'Pypi.Attestations==0.0.19'],
    ['one file of it', () => `pypi-attestations==0.0.19/${filename}`],
    ['a purl', () => 'pkg:pypi/pypi-attestations@0.0.19'],
    ['a purl of one file', () => `pkg:pypi/pypi-attestations@0.0.19?file_name=${filename}`],
    ['the URL of a file', ({ fileUrl }: SmallIndex) => fileUrl(filename)],
  ])('%s verifies, by the digest that the index states, which the output says', async (_, target) => {
    index = await startSmallIndex('pypi-attestations', [attested]);

    const run = await ropewalk(['verify', target(index), ...publisher, '--index-url', index.simpleUrl]);

    expect({ status: run.status, output: run.stdout + run.stderr }).toMatchObject({ status: 0 });
    expect(run.stdout).toMatch(/digest that the index \(127\.0\.0\.1:\d+\) states; the bytes were not looked at/);
    expect(index.requests.some((path) => path.startsWith('/files/'))).toBe(false);
  });

  test('--download checks the bytes', async () => {
    index = await startSmallIndex('pypi-attestations', [attested]);

    const run = await ropewalk(['verify', 'pypi-attestations==0.0.19', ...publisher, '--index-url', index.simpleUrl, '--download', '--json']);

    expect(run.status).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ files: [{ digestFrom: 'download' }] });
    expect(index.requests).toContain(`/files/${filename}`);
  });

  test('--download refuses bytes that are not the listed ones', async () => {
    const changed = join(folder, filename);
    await writeFile(changed, 'other bytes');
    const sha256 = '9bb1add04b1b4e182be6b0b80931593f7a291eb49d69b4fd728a5d4cbcdc4bd3';
    index = await startSmallIndex('pypi-attestations', [{ ...attested, path: changed, sha256 }]);
    const target = ['verify', 'pypi-attestations==0.0.19', ...publisher, '--index-url', index.simpleUrl];

    const stated = await ropewalk(target);
    const downloaded = await ropewalk([...target, '--download']);

    expect([stated.status, downloaded.status]).toEqual([0, 1]);
    expect(downloaded.stdout).toContain('INDEX_FILE_DIFFERS');
  });

  test('every file of a release must verify', async () => {
    index = await startSmallIndex('pypi-attestations', [attested, { filename: 'pypi_attestations-0.0.19-py3-none-any.whl', path: sdist }]);

    const run = await ropewalk(['verify', 'pypi-attestations==0.0.19', ...publisher, '--index-url', index.simpleUrl]);

    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(/^unattested .*py3-none-any\.whl$/m);
    expect(run.stdout).toContain('1 of 2 files verified');
  });

  test.each<[IndexStyle, number]>([
    ['html', 0],
    ['integrity only', 0],
  ])('attestations are found on an index that speaks %s', async (style, status) => {
    index = await startSmallIndex('pypi-attestations', [attested], style);

    const run = await ropewalk(['verify', 'pypi-attestations==0.0.19', ...publisher, '--index-url', index.simpleUrl]);

    expect(run.status).toBe(status);
  });

  test('a file without attestations: the output says where was looked', async () => {
    index = await startSmallIndex('pypi-attestations', [{ filename, path: sdist }], 'nothing');

    const run = await ropewalk(['verify', 'pypi-attestations==0.0.19', ...publisher, '--index-url', index.simpleUrl]);

    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(/^unattested/);
    expect(run.stdout).toMatch(/looked in 127\.0\.0\.1:\d+\/simple\/pypi-attestations\/ and 127\.0\.0\.1:\d+\/integrity\//);
  });

  test('a local file without evidence beside it is looked up on the index named, and its own bytes count', async () => {
    index = await startSmallIndex('pypi-attestations', [attested]);
    const local = join(folder, filename);
    await copyFile(sdist, local);
    const good = await ropewalk(['verify', local, ...publisher, '--index-url', index.simpleUrl]);
    await writeFile(local, 'other bytes');
    const bad = await ropewalk(['verify', local, ...publisher, '--index-url', index.simpleUrl]);

    expect([good.status, bad.status]).toEqual([0, 1]);
    expect(bad.stdout).toContain('SUBJECT_DIGEST');
  });

  test('the index is not asked when evidence is here', async () => {
    index = await startSmallIndex('pypi-attestations', [attested]);

    await ropewalk(['verify', sdist, ...publisher, '--index-url', index.simpleUrl]);

    expect(index.requests).toEqual([]);
  });

  test.each([
    ['a version it does not have', ['pypi-attestations==0.0.20'], 2],
    ['a project it does not have', ['private-thing==1.0'], 2],
    ['a URL that it does not list', ['http://127.0.0.1:9/files/pypi_attestations-0.0.19.tar.gz'], 2],
    ['pypi: beside another index', [`pypi:${filename}`], 2],
  ])('%s: one message, and nobody else is asked', async (_, target, status) => {
    index = await startSmallIndex('pypi-attestations', [attested]);

    const run = await ropewalk(['verify', ...target, ...publisher, '--index-url', index.simpleUrl]);

    expect(run.status).toBe(status);
    expect(run.stderr).not.toContain('pypi.org');
  });

  test('a URL elsewhere needs the index that lists it', async () => {
    expect((await ropewalk(['verify', 'https://index.invalid/files/sample-1.0.tar.gz', ...publisher])).status).toBe(2);
  });

  test('an index that is not there is the network', async () => {
    const run = await ropewalk(['verify', 'sample==1.0', ...publisher, '--index-url', 'http://127.0.0.1:9/simple/']);

    expect(run.status).toBe(5);
  });
});
