import { gzipSync } from 'node:zlib';
import { buildSdist, buildTar, buildTarGz, buildWheel, buildZip, type TarEntry, type ZipEntryOptions, type ZipOptions } from '@ropewalk-tests/archives';
import { expect, test } from 'vitest';
import { inspectDistribution } from '../src/inspect-distribution.ts';

async function defectsOf(filename: string, bytes: Buffer): Promise<readonly string[]> {
  const { archive } = await inspectDistribution({ filename, bytes });
  return archive.defects.map(({ code }) => code);
}

const wheel = (members: readonly ZipEntryOptions[], zip?: ZipOptions): Promise<readonly string[]> =>
  defectsOf('demo-1.0-py3-none-any.whl', buildWheel({ members, ...(zip === undefined ? {} : { zip }) }).bytes);
const sdist = (members: readonly TarEntry[]): Promise<readonly string[]> => defectsOf('demo-1.0.tar.gz', buildSdist({ members }).bytes);

test('finds nothing in sound archives', async () => {
  expect(await wheel([{ name: 'demo/ü.txt' }, { name: 'demo/data/' }])).toEqual([]);
  expect(await sdist([{ name: 'demo-1.0/d', type: '5' }, { name: 'demo-1.0/l', type: '2', linkName: 'd/../x' }])).toEqual([]);
});

const unicodePath = (name: string, extra: number): Buffer => {
  const field = Buffer.alloc(9 + name.length);
  field.writeUInt16LE(0x7075, 0);
  field.writeUInt16LE(5 + name.length + extra, 2);
  field[4] = 1;
  field.write(name, 9, 'latin1');
  return field;
};

test.each<[string, readonly ZipEntryOptions[], ZipOptions, string]>([
  ['bytes before a zip file', [], { prefix: Buffer.from('#!/bin/sh\n') }, 'ZIP_FOREIGN_BYTES'],
  ['bytes after a zip file', [], { suffix: Buffer.from('more') }, 'ZIP_TRAILING_DATA'],
  ['a comment on a zip file', [], { comment: 'hello' }, 'ZIP_COMMENT'],
  ['a wrong count of members', [], { count: 1 }, 'ZIP_HEADERS_DIFFER'],
  ['a comment on a member', [{ name: 'x', comment: 'hello' }], {}, 'ZIP_MEMBER_COMMENT'],
  ['two members of one name', [{ name: 'x' }, { name: 'x', content: 'y' }], {}, 'ZIP_HEADERS_DIFFER'],
  ['two equal members of one name', [{ name: 'x' }, { name: 'x' }], {}, 'ZIP_DUPLICATE_NAME'],
  ['a data descriptor', [{ name: 'x', flags: 8 }], {}, 'ZIP_DATA_DESCRIPTOR'],
  ['a member packed by another method', [{ name: 'x', method: 14 }], {}, 'ZIP_METHOD'],
  ['control characters in a name', [{ name: 'x\u0001' }], {}, 'ZIP_NAME_UNPRINTABLE'],
  ['a UTF-8 name that does not say so', [{ name: 'ü', flags: 0 }], {}, 'ZIP_NAME_ENCODING'],
  ['a name of another encoding', [{ name: Buffer.from('ü', 'latin1'), flags: 0 }], {}, 'ZIP_NAME_ENCODING'],
  ['headers of different sizes', [{ name: 'x', content: 'abc', localUnpackedBytes: 4 }], {}, 'ZIP_HEADERS_DIFFER'],
  ['a header of another name', [{ name: 'x', localName: 'y' }], {}, 'ZIP_HEADERS_DIFFER'],
  ['an encrypted member', [{ name: 'x', flags: 1 }], {}, 'ZIP_ENCRYPTED'],
  ['encrypted code', [{ name: 'x.py', content: '__pyarmor__(__name__, __file__, b"")' }], {}, 'PYARMOR'],
  ['the other kind of encrypted code', [{ name: 'x.pye', content: '---BEGIN PYE FILE---\n---END PYE FILE---' }], {}, 'SOURCEDEFENDER'],
  ['code with a wrong checksum', [{ name: 'x.py', content: 'pass', crc32: 1 }], {}, 'MEMBER_UNREADABLE'],
  ['a malformed Unicode path', [{ name: 'x', extra: unicodePath('x', 1) }], {}, 'BROKEN'],
  ['an absolute path', [{ name: '/etc/x' }], {}, 'PATH_ABSOLUTE'],
  ['a drive letter', [{ name: 'C:/x' }], {}, 'PATH_ABSOLUTE'],
  ['a path that leads out', [{ name: 'a/../../x' }], {}, 'PATH_PARENT'],
])('finds %s', async (_, members, zip, code) => {
  expect(await wheel(members, zip)).toContain(code);
});

test('does not mind a wrong checksum of what nobody reads', async () => {
  expect(await wheel([{ name: 'x.so', content: 'abc', crc32: 1 }])).toEqual([]);
});

test.each<[string, readonly TarEntry[], string]>([
  ['a second directory at the top', [{ name: 'other/x' }], 'TOP_LEVEL'],
  ['absolute and relative names', [{ name: '/etc/x' }], 'MIXED_PATHS'],
  ['an old sparse member', [{ name: 'demo-1.0/s', type: 'S' }], 'TAR_SPARSE'],
  ['a new sparse member', [{ name: 'pax', type: 'x', content: '22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n' }, { name: 'demo-1.0/s' }], 'TAR_SPARSE'],
  ['two members of one name', [{ name: 'demo-1.0/PKG-INFO' }], 'TAR_DUPLICATE_NAME'],
  ['a pipe', [{ name: 'demo-1.0/p', type: '6' }], 'TAR_SPECIAL_FILE'],
  ['a link that leads out', [{ name: 'demo-1.0/l', type: '2', linkName: '../../x' }], 'TAR_LINK_OUTSIDE'],
  ['an absolute link', [{ name: 'demo-1.0/l', type: '1', linkName: '/etc/passwd' }], 'TAR_LINK_OUTSIDE'],
  ['a path that leads out', [{ name: 'demo-1.0/../x' }], 'PATH_PARENT'],
  ['encrypted code', [{ name: 'demo-1.0/x.py', content: '__pyarmor_enter__' }], 'PYARMOR'],
  ['a size the file does not have', [{ name: 'demo-1.0/x', sizeBytes: 99_999 }], 'BROKEN'],
  ['a header that claims 2 GiB', [{ name: 'x', type: 'L', sizeBytes: 2 ** 31 }], 'BROKEN'],
  ['a header of 17 MiB', [{ name: 'x', type: 'L', content: Buffer.alloc(17 * 1024 * 1024, 'x') }, { name: 'demo-1.0/x' }], 'NOT_READ_FURTHER'],
])('finds %s in an sdist', async (_, members, code) => {
  expect(await sdist(members)).toContain(code);
});

test('tells what is wrong around the gzip stream, and reads the archive all the same', async () => {
  const { bytes } = buildSdist();
  const wrongSum = Buffer.from(bytes);
  wrongSum.writeUInt32LE(1, bytes.length - 8);

  expect(await defectsOf('demo-1.0.tar.gz', wrongSum)).toEqual(['GZIP_CHECKSUM']);
  expect(await defectsOf('demo-1.0.tar.gz', Buffer.concat([bytes, Buffer.from('x')]))).toEqual(['GZIP_TRAILING_DATA']);
  expect(await defectsOf('demo-1.0.tar.gz', Buffer.concat([bytes, Buffer.alloc(9)]))).toEqual([]);
  expect(await defectsOf('demo-1.0.tar.gz', bytes.subarray(0, -3))).toEqual(['GZIP_CHECKSUM']);
});

test('reads a stream made of several', async () => {
  const tar = buildTar([{ name: 'demo-1.0/PKG-INFO', content: 'Name: demo\n' }, { name: 'demo-1.0/x' }]);
  const bytes = Buffer.concat([gzipSync(tar.subarray(0, 700)), gzipSync(tar.subarray(700))]);

  const { archive } = await inspectDistribution({ filename: 'demo-1.0.tar.gz', bytes });

  expect(archive).toMatchObject({ defects: [], memberCount: 2, metadata: { name: 'demo' } });
});

test('finds what can be read both as tar and as zip', async () => {
  expect(await defectsOf('demo-1.0.tar.gz', Buffer.concat([buildSdist().bytes, buildZip([{ name: 'x' }])]))).toContain('ZIP_AND_TAR');
});

test('reads long names and pax names', async () => {
  const long = `demo-1.0/${'n'.repeat(300)}`;
  const record = (text: string): string => `${String(text.length + 4).length + 1 + text.length + 1} ${text}\n`;
  const bytes = buildTarGz([
    { name: 'demo-1.0/PKG-INFO', content: 'Name: demo\n' },
    { name: '././@LongLink', type: 'L', content: `${long}\0` }, { name: 'demo-1.0/short' },
    { name: 'pax', type: 'x', content: record('path=demo-1.0/pax-name') }, { name: 'demo-1.0/other' },
  ]);

  const { archive } = await inspectDistribution({ filename: 'demo-1.0.tar.gz', bytes });

  expect(archive.names).toEqual(['demo-1.0/PKG-INFO', long, 'demo-1.0/pax-name']);
});
