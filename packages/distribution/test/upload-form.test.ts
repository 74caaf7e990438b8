import { readFileSync } from 'node:fs';
import { buildSdist, buildWheel } from '@ropewalk-tests/archives';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { describe, expect, test } from 'vitest';
import { inspectDistribution } from '../src/inspect-distribution.ts';
import { readDistribution } from '../src/read-distribution.ts';
import { uploadForm, type FormField, type UploadFormOptions } from '../src/upload-form.ts';

async function form(source: { filename: string; bytes: Buffer }, options?: UploadFormOptions): Promise<readonly FormField[]> {
  return uploadForm(await inspectDistribution(source), options);
}
const names = (fields: readonly FormField[]): readonly string[] => fields.map(([name]) => name);

test('sends what the metadata says, and what the file is', async () => {
  const fields = await form(buildSdist({ headers: ['Keywords: a,b', 'Project-URL: Docs,https://a.b', 'Classifier: X', 'Classifier: Y', 'Platform: any', 'Import-Name: demo'] }));

  expect(fields).toEqual(expect.arrayContaining([
    ['name', 'demo'], ['keywords', 'a, b'], ['project_urls', 'Docs, https://a.b'], ['classifiers', 'X'], ['classifiers', 'Y'], ['platform', 'any'],
    ['import_name', 'demo'], ['filetype', 'sdist'], ['pyversion', 'source'], [':action', 'file_upload'], ['protocol_version', '1'],
  ]));
});

test('sends the name as it is written', async () => {
  expect(await form(buildSdist({ headers: ['Name: De_Mo.x'] }))).toContainEqual(['name', 'De_Mo.x']);
});

test('sends the Python tag of a wheel', async () => {
  expect(await form(buildWheel({ filename: 'demo-1.0-1-py2.py3-none-any.whl' }))).toContainEqual(['pyversion', 'py2.py3']);
});

test('leaves License-File out before metadata 2.4', async () => {
  expect(names(await form(buildSdist({ headers: ['Metadata-Version: 2.3', 'License-File: x'] })))).not.toContain('license_file');
  expect(names(await form(buildSdist({ headers: ['License-File: x'] })))).toContain('license_file');
});

test('leaves unknown headers out, and sends what is given twice twice', async () => {
  const fields = await form(buildSdist({ headers: ['X-Foo: 1', 'Author: a', 'Author: b'] }));

  expect(fields.filter(([name]) => name === 'author')).toEqual([['author', 'a'], ['author', 'b']]);
  expect(names(fields)).not.toContain('x-foo');
});

test('takes name and version from the file name where there is no metadata', async () => {
  expect(await form(buildSdist({ metadata: null }))).toEqual(expect.arrayContaining([['name', 'demo'], ['version', '1.0']]));
});

test('sends attestations as they were serialised', async () => {
  const fields = await form(buildSdist(), { attestations: ['{"a": 1}', '{}'], comment: 'x' });

  expect(fields).toEqual(expect.arrayContaining([['attestations', '[{"a": 1},{}]'], ['comment', 'x']]));
});

describe.skipIf(!hasFixtures())('beside twine 7', () => {
  test('sends the same parts for a wheel of PyPI', async () => {
    const distribution = await readDistribution(fixture('pypi', 'rfc8785-0.1.2-py3-none-any.whl'), { digests: ['blake2b256'] });
    const capture = readFileSync(fixture('captures', 'twine-wheel-plain.txt'), 'utf8').split('-------- response')[0] ?? '';
    const theirs = [...capture.matchAll(/--BOUNDARY\nContent-Disposition: form-data; name="([^"]+)"\n\n([\s\S]*?)\n(?=--BOUNDARY)/g)].map(([, name, value]) => `${name}=${value}`);

    const ours = uploadForm(distribution).map(([name, value]) => `${name}=${value}`);

    expect(ours.toSorted()).toEqual(theirs.toSorted());
  });
});
