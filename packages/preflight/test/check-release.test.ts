import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { inspectDistribution } from '@ropewalk/distribution';
import { describe, expect, test } from 'vitest';
import { checkRelease, checkReleases } from '../src/check-release.ts';
import { buildSdist, buildWheel, inspectAll } from './support/judge.ts';

const codes = async (files: Parameters<typeof inspectAll>[0]): Promise<readonly string[]> => checkRelease(await inspectAll(files)).map(({ code }) => code);

test('finds nothing in a sound release', async () => {
  expect(await codes([buildSdist(), buildWheel()])).toEqual([]);
});

test('misses the sdist', async () => {
  expect(await codes([buildWheel()])).toEqual(['RELEASE_WITHOUT_SDIST']);
});

test('finds a second sdist, a name given twice and content given twice', async () => {
  const wheel = buildWheel();
  expect(await codes([buildSdist(), buildSdist({ files: { x: '' }, filename: 'demo-1.0.0.tar.gz' })])).toContain('RELEASE_TWO_SDISTS');
  expect(await codes([buildSdist(), wheel, wheel])).toEqual(['RELEASE_SAME_NAME']);
  expect(await codes([buildSdist(), wheel, { ...wheel, filename: 'demo-1.0-1-py3-none-any.whl' }])).toEqual(['RELEASE_SAME_CONTENT']);
});

test('finds metadata that differs', async () => {
  expect(await codes([buildSdist(), buildWheel({ headers: ['Summary: Other'] })])).toEqual(['RELEASE_METADATA_DIFFERS']);
  expect(await codes([buildSdist({ headers: ['Dynamic: Summary'] }), buildWheel({ headers: ['Summary: Other'] })])).toEqual([]);
  expect(await codes([buildSdist(), buildWheel({ headers: ['Requires-Python: >=3.9'] })])).toEqual(['RELEASE_REQUIRES_PYTHON_DIFFERS']);
  expect(await codes([buildSdist({ headers: ['Classifier: Topic :: Utilities', 'Classifier: Typing :: Typed'] }), buildWheel({ headers: ['Classifier: Typing :: Typed', 'Classifier: Topic :: Utilities'] })])).toEqual([]);
});

test('takes several projects for several releases', async () => {
  const other = buildWheel({ filename: 'other-2.0-py3-none-any.whl', headers: ['Name: Other', 'Version: 2.0'] });

  const releases = checkReleases(await inspectAll([buildSdist(), other, buildWheel(), { filename: 'notes.txt', bytes: Buffer.from('x') }]));

  expect(releases.map(({ release, files }) => [release.title, files.map(({ file }) => file)])).toEqual([
    ['demo 1.0', ['demo-1.0.tar.gz', 'demo-1.0-py3-none-any.whl']], ['other 2.0', ['other-2.0-py3-none-any.whl']], ['', ['notes.txt']],
  ]);
  expect(releases[1]?.findings.map(({ code }) => code)).toEqual(['RELEASE_WITHOUT_SDIST']);
});

test('says everything a person needs', async () => {
  const [finding] = checkRelease(await inspectAll([buildSdist({ headers: ['Classifier: \u001b[31mRed\u202e'] })]));

  expect(finding).toEqual({
    code: 'CLASSIFIER_UNKNOWN', severity: 'error', index: 'pypi', file: 'demo-1.0.tar.gz', release: 'demo 1.0',
    message: '"\\u001b[31mRed\\u202e" is not a classifier that PyPI knows.', remedy: expect.stringMatching(/\.$/), source: expect.stringContaining('PyPI'),
  });
});

test('judges by size without reading gigabytes', async () => {
  const distribution = await inspectDistribution(buildSdist());
  const sized = (sizeBytes: number): readonly string[] => checkRelease([{ ...distribution, sizeBytes }]).map(({ code }) => code);
  const mib = 1024 * 1024;

  expect(sized(100 * mib)).toEqual([]);
  expect(sized(100 * mib + 1)).toEqual(['FILE_LARGE']);
  expect(sized(1024 * mib)).toEqual(['FILE_LARGE']);
  expect(sized(1024 * mib + 1)).toEqual(['FILE_TOO_LARGE']);
});

test('refuses an index nobody knows', () => {
  expect(() => checkRelease([], { index: 'nowhere' as 'none' })).toThrow(TypeError);
});

describe.skipIf(!hasFixtures())('files of PyPI', () => {
  test.each(['rfc8785-0.1.2-py3-none-any.whl', 'pypi_attestations-0.0.19.tar.gz', 'gitlab_oidc_project-0.0.3.tar.gz'])('has no errors for %s', async (file) => {
    const findings = checkRelease([await inspectDistribution(fixture('pypi', file))]);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
