import { gzipSync } from 'node:zlib';
import { buildSdist, buildTar, buildTarGz, buildWheel, buildZip } from '@ropewalk-tests/archives';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { inspectDistribution } from '../src/inspect-distribution.ts';

const wheel = 'demo-1.0-py3-none-any.whl';
const sdist = 'demo-1.0.tar.gz';

test('leaves a zip bomb packed', async () => {
  const zeros = Buffer.alloc(70 * 1024 * 1024);
  const bytes = buildZip([{ name: 'x.py', content: zeros }]);

  const started = performance.now();
  const { archive } = await inspectDistribution({ filename: wheel, bytes });

  expect(archive.defects.map(({ code }) => code)).toContain('RATIO');
  expect(performance.now() - started).toBeLessThan(20_000);
});

test('stops unpacking a tar bomb', async () => {
  const bytes = gzipSync(buildTar([{ name: 'demo-1.0/x', content: Buffer.alloc(600 * 1024 * 1024) }]), { level: 1 });

  const started = performance.now();
  const { archive } = await inspectDistribution({ filename: sdist, bytes });

  expect(archive.defects.map(({ code }) => code)).toEqual(expect.arrayContaining(['RATIO', 'NOT_READ_FURTHER']));
  expect(archive.isComplete).toBe(false);
  expect(performance.now() - started).toBeLessThan(60_000);
});

test('gets through 100,000 members', async () => {
  const names = Array.from({ length: 100_000 }, (_, index) => ({ name: `demo/${index}.py`, method: 0 }));

  const { archive } = await inspectDistribution({ filename: wheel, bytes: buildZip(names.slice(0, 65_000)) });
  const tar = await inspectDistribution({ filename: sdist, bytes: buildTarGz(names) });

  expect(archive).toMatchObject({ memberCount: 65_000, defects: [] });
  expect(tar.archive).toMatchObject({ memberCount: 100_000, defects: [expect.objectContaining({ code: 'MANY_MEMBERS' })] });
});

test('believes no size that a header claims', async () => {
  const { archive } = await inspectDistribution({ filename: wheel, bytes: buildWheel({ members: [{ name: 'x.py', content: 'x', unpackedBytes: 0xfffffff0 }] }).bytes });

  expect(archive.defects.map(({ code }) => code)).toContain('RATIO');
});

test.each([
  ['wheel', buildWheel({ members: [{ name: 'demo/x.txt', content: 'abc'.repeat(50) }] }), 300],
  ['sdist', buildSdist({ files: { x: 'abc'.repeat(50) } }), 300],
])('survives any mutation of a %s', async (_, { filename, bytes }, numRuns) => {
  const mutation = fc.record({ at: fc.nat(bytes.length - 1), value: fc.nat(255), cut: fc.nat(bytes.length), isCut: fc.boolean() });
  await fc.assert(fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (mutations) => {
    let mutated = Buffer.from(bytes);
    for (const { at, value, cut, isCut } of mutations) {
      mutated[at % Math.max(mutated.length, 1)] = value;
      if (isCut) mutated = mutated.subarray(0, cut);
    }
    const { archive, sizeBytes } = await inspectDistribution({ filename, bytes: mutated });
    expect(sizeBytes).toBe(mutated.length);
    expect(Array.isArray(archive.defects)).toBe(true);
  }), { numRuns });
});

test('survives any mutation of what is in the gzip stream', async () => {
  const tar = buildTar([{ name: 'demo-1.0/PKG-INFO', content: 'Name: demo\n' }, { name: 'pax', type: 'x', content: '22 path=demo-1.0/longer\n' }, { name: 'demo-1.0/x', content: 'y' }]);
  await fc.assert(fc.asyncProperty(fc.nat(3200), fc.nat(255), async (at, value) => {
    const mutated = Buffer.from(tar);
    mutated[at % tar.length] = value;
    await inspectDistribution({ filename: sdist, bytes: gzipSync(mutated) });
  }), { numRuns: 200 });
});

test('survives any bytes', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(wheel, sdist, 'demo-1.0.zip'), async (bytes, filename) => {
    await inspectDistribution({ filename, bytes });
    await inspectDistribution({ filename, bytes: gzipSync(bytes) });
  }), { numRuns: 200 });
});
