import { buildSdist, buildTarGz, buildWheel, buildZip } from '@ropewalk-tests/archives';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { describe, expect, test } from 'vitest';
import { readDistribution } from '../src/read-distribution.ts';

test('reads a wheel', async () => {
  const distribution = await readDistribution(buildWheel({ files: { 'demo-1.0.dist-info/entry_points.txt': '[console_scripts]\n', 'demo-1.0.dist-info/licenses/LICENSE': 'x' } }));

  expect(distribution).toMatchObject({ type: 'wheel', metadata: { name: 'demo', version: '1.0', description: 'A demonstration.\n' } });
  expect(distribution.archive).toMatchObject({ format: 'zip', memberCount: 6, isComplete: true, defects: [], metadataPath: 'demo-1.0.dist-info/METADATA' });
  expect(distribution.archive.entryPoints).toEqual({ path: 'demo-1.0.dist-info/entry_points.txt', text: '[console_scripts]\n', isUtf8: true });
  expect(distribution.archive.names).toContain('demo-1.0.dist-info/licenses/LICENSE');
});

test('reads an sdist', async () => {
  const distribution = await readDistribution(buildSdist({ files: { 'demo.egg-info/PKG-INFO': 'Name: other\n' } }));

  expect(distribution).toMatchObject({ type: 'sdist', metadata: { name: 'demo' }, archive: { format: 'tar.gz', metadataPath: 'demo-1.0/PKG-INFO', defects: [] } });
});

test('reads an sdist in a zip file', async () => {
  const bytes = buildZip([{ name: 'demo-1.0/PKG-INFO', content: 'Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n' }, { name: 'demo-1.0/x' }]);

  expect(await readDistribution({ filename: 'demo-1.0.zip', bytes })).toMatchObject({ type: 'sdist', metadata: { name: 'demo' } });
});

const wheel = 'demo-1.0-py3-none-any.whl';
const cut = (bytes: Buffer, keep: number): Buffer => bytes.subarray(0, Math.floor(bytes.length * keep));

test.each([
  ['an empty wheel', wheel, Buffer.alloc(0), 'DISTRIBUTION_EMPTY'],
  ['an empty sdist', 'demo-1.0.tar.gz', Buffer.alloc(0), 'DISTRIBUTION_EMPTY'],
  ['a text renamed to a wheel', wheel, Buffer.from('hello\n'), 'DISTRIBUTION_NOT_AN_ARCHIVE'],
  ['a text renamed to an sdist', 'demo-1.0.tar.gz', Buffer.from('hello\n'), 'DISTRIBUTION_NOT_AN_ARCHIVE'],
  ['a wheel that is cut off', wheel, cut(buildWheel().bytes, 0.8), 'ARCHIVE_BROKEN'],
  ['an sdist that is cut off', 'demo-1.0.tar.gz', cut(buildSdist({ files: { x: Buffer.from(Array.from({ length: 9999 }, (_, i) => (i * 7919) % 251)) } }).bytes, 0.5), 'ARCHIVE_BROKEN'],
  ['a wheel without metadata', wheel, buildWheel({ metadata: null }).bytes, 'METADATA_MISSING'],
  ['an sdist without metadata', 'demo-1.0.tar.gz', buildSdist({ metadata: null }).bytes, 'METADATA_MISSING'],
  ['an empty zip file', wheel, buildZip([]), 'METADATA_MISSING'],
  ['an empty tar file', 'demo-1.0.tar.gz', buildTarGz([]), 'METADATA_MISSING'],
  ['a file of another type', 'demo-1.0.exe', Buffer.from('MZ'), 'DISTRIBUTION_TYPE_UNKNOWN'],
  ['a wheel in capitals', 'demo-1.0-py3-none-any.WHL', buildWheel().bytes, 'DISTRIBUTION_TYPE_UNKNOWN'],
])('refuses %s', async (_, filename, bytes, code) => {
  await expect(readDistribution({ filename, bytes })).rejects.toMatchObject({ code, remedy: expect.stringMatching(/\.$/) });
});

test('looks for the metadata of a wheel only where its file name says', async () => {
  const { bytes } = buildWheel({ filename: 'demo-1.0-py3-none-any.whl' });

  await expect(readDistribution({ filename: 'Demo-1.0-py3-none-any.whl', bytes })).rejects.toMatchObject({ code: 'METADATA_MISSING' });
});

describe.skipIf(!hasFixtures())('files of PyPI', () => {
  test.each([
    ['rfc8785-0.1.2-py3-none-any.whl', 'rfc8785', '0.1.2'],
    ['pypi_attestations-0.0.19.tar.gz', 'pypi-attestations', '0.0.19'],
    ['gitlab_oidc_project-0.0.3.tar.gz', 'gitlab-oidc-project', '0.0.3'],
  ])('reads %s', async (file, name, version) => {
    const distribution = await readDistribution(fixture('pypi', file));

    expect(distribution.metadata).toMatchObject({ name, version });
    expect(distribution.archive.defects).toEqual([]);
  });
});
