import { readDistribution, type Distribution } from '@ropewalk/distribution';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { describe, expect, test } from 'vitest';
import { uploadFileOf } from '../src/index.ts';

describe.skipIf(!hasFixtures())('the upload of a real distribution', () => {
  const read = (): Promise<Distribution> => readDistribution(fixture('pypi', 'rfc8785-0.1.2-py3-none-any.whl'));

  test('has its name, version, digest and form', async () => {
    const distribution = await read();

    const file = uploadFileOf(distribution, { attestations: ['{"a":1}', '{"b":2}'], comment: 'a word' });

    expect(file).toMatchObject({ filename: 'rfc8785-0.1.2-py3-none-any.whl', project: 'rfc8785', version: '0.1.2', sha256: 'c4e92e9ecc828bef2aa7dba1de8ac983511f7532a0df11c770d39099a25cf201', content: distribution.path });
    expect(Object.fromEntries(file.fields)).toMatchObject({ attestations: '[{"a":1},{"b":2}]', comment: 'a word', ':action': 'file_upload', requires_python: '>=3.8' });
  });

  test('sends requires_python even when the metadata has none, and no part for attestations or a comment that are not there', async () => {
    const distribution = await read();
    const { requiresPython: _, ...metadata } = distribution.metadata;
    const bare = { ...distribution, metadata, archive: { ...distribution.archive, metadata } };

    const { fields } = uploadFileOf(bare, { attestations: [], comment: '' });

    expect(fields.filter(([name]) => name === 'requires_python')).toEqual([['requires_python', '']]);
    expect(fields.some(([name]) => name === 'attestations' || name === 'comment')).toBe(false);
  });

  test('needs the bytes of what was not read from a path', async () => {
    const { path: _, ...withoutPath } = await read();

    expect(() => uploadFileOf(withoutPath)).toThrow(TypeError);
    expect(uploadFileOf(withoutPath, { bytes: new Uint8Array(3) }).content).toEqual(new Uint8Array(3));
  });
});
