import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { identifyDistribution } from '../src/identify-distribution.ts';

async function file(name: string, content: Buffer): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'ropewalk-')), name);
  await writeFile(path, content);
  return path;
}

test('reads name and digest of any bytes, without opening them', async () => {
  const bytes = Buffer.from('no archive at all');
  const path = await file('demo-1.0-py3-none-any.whl', bytes);

  const identity = await identifyDistribution(path);

  expect(identity).toMatchObject({ filename: 'demo-1.0-py3-none-any.whl', path, sizeBytes: 17, sha256: createHash('sha256').update(bytes).digest('hex') });
  expect(identity.parsed).toMatchObject({ type: 'wheel', name: 'demo', version: '1.0' });
});

test('gives the same for a path as for bytes, over many chunks', async () => {
  const bytes = Buffer.alloc(3 * 1024 * 1024 + 17, 'abc');
  const path = await file('demo-1.0.tar.gz', bytes);

  const { path: _, ...fromPath } = await identifyDistribution(path);

  expect(fromPath).toEqual(await identifyDistribution({ filename: 'demo-1.0.tar.gz', bytes }));
  expect(fromPath.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test('takes the digests asked for in the same pass', async () => {
  const identity = await identifyDistribution({ filename: 'x', bytes: Buffer.from('abc') }, { digests: ['blake2b256', 'md5'] });

  expect(identity.blake2b256).toBe('bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319');
  expect(identity.md5).toBe('900150983cd24fb0d6963f7d28e17f72');
  expect(identity.parsed).toBeUndefined();
});

test('says what is wrong with the path', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ropewalk-'));

  await expect(identifyDistribution(join(folder, 'missing'))).rejects.toMatchObject({ code: 'DISTRIBUTION_NOT_FOUND' });
  await expect(identifyDistribution(folder)).rejects.toMatchObject({ code: 'DISTRIBUTION_IS_DIRECTORY' });
  await expect(identifyDistribution('/dev/null')).rejects.toMatchObject({ code: 'DISTRIBUTION_UNREADABLE' });
});

test('ends when it is told to', async () => {
  await expect(identifyDistribution({ filename: 'x', bytes: Buffer.alloc(10) }, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});
