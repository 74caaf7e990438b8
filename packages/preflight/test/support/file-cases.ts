import { buildTarGz, buildZip } from '@ropewalk-tests/archives';
import { buildSdist, buildWheel, type SmallFile } from './judge.ts';

/** A rule, a file that breaks it, and one just on the other side. */
export type RuleCase = readonly [code: string, broken: SmallFile, sound: SmallFile];

const sound = buildWheel();
const soundSdist = buildSdist();
const wheelNamed = (filename: string): SmallFile => buildWheel({ filename });
const member = (options: Parameters<typeof buildWheel>[0]): SmallFile => buildWheel(options);
const entryPoints = (text: string | Buffer): SmallFile => buildWheel({ files: { 'demo-1.0.dist-info/entry_points.txt': text } });
const long = (bytes: number): string => `demo-1.0-py3-none-${'any.'.repeat(60)}any`.slice(0, bytes - 8) + '.any.whl';
const licensed = { headers: ['License-File: LICENSE'] };

/** Every rule about a single file that a small file can break. */
export const fileCases: readonly RuleCase[] = [
  ['FILE_EMPTY', { filename: sound.filename, bytes: Buffer.alloc(0) }, sound],
  ['FILE_TYPE_UNKNOWN', { ...sound, filename: 'demo-1.0-py3-none-any.WHL' }, sound],
  ['FILE_TYPE_UNKNOWN', { ...soundSdist, filename: 'demo-1.0.tgz' }, soundSdist],
  ['FILENAME_CHARACTERS', { ...sound, filename: 'demo-1.0-py3-none-a\\ny.whl' }, sound],
  ['FILENAME_TOO_LONG', wheelNamed(long(247)), wheelNamed(long(246))],
  ['SDIST_ZIP', { filename: 'demo-1.0.zip', bytes: buildZip([{ name: 'demo-1.0/PKG-INFO', content: 'Name: demo\n' }, { name: 'demo-1.0/x' }]) }, soundSdist],
  ['SDIST_NAME_MALFORMED', { ...soundSdist, filename: 'demo.tar.gz' }, soundSdist],
  ['SDIST_NAME_MISMATCH', { ...soundSdist, filename: 'Demo-1.0.tar.gz' }, soundSdist],
  ['SDIST_NAME_MISMATCH', { ...soundSdist, filename: 'demo-1.tar.gz' }, soundSdist],
  ['SDIST_NAME_MISMATCH', { ...soundSdist, filename: 'other-1.0.tar.gz' }, soundSdist],
  ['WHEEL_NAME_MALFORMED', wheelNamed('demo-1.0-x-py3-none-any.whl'), wheelNamed('demo-1.0-1x-py3-none-any.whl')],
  ['WHEEL_NAME_MISMATCH', wheelNamed('other-1.0-py3-none-any.whl'), sound],
  ['WHEEL_NAME_NOT_NORMALISED', wheelNamed('Demo-1.0-py3-none-any.whl'), sound],
  ['WHEEL_VERSION_MISMATCH', wheelNamed('demo-1.1-py3-none-any.whl'), wheelNamed('demo-1.0.0-py3-none-any.whl')],
  ['WHEEL_PLATFORM', wheelNamed('demo-1.0-py3-none-linux_x86_64.whl'), wheelNamed('demo-1.0-py3-none-manylinux_2_17_x86_64.whl')],
  ['WHEEL_PLATFORM', wheelNamed('demo-1.0-py3-none-macosx_11_1_arm64.whl'), wheelNamed('demo-1.0-py3-none-macosx_11_0_arm64.whl')],
  ['WHEEL_PLATFORM', wheelNamed('demo-1.0-py3-none-any.musllinux_1_1_ppc64.whl'), wheelNamed('demo-1.0-py3-none-any.manylinux_2_5_ppc64.whl')],
  ['WHEEL_PLATFORM', wheelNamed('demo-1.0-py3-none-manylinux2014_riscv64.whl'), wheelNamed('demo-1.0-py3-none-MANYLINUX2014_aarch64.whl')],
  ['NOT_AN_ARCHIVE', { ...sound, bytes: Buffer.from('text') }, sound],
  ['ARCHIVE_BROKEN', { ...sound, bytes: sound.bytes.subarray(0, -30) }, sound],
  ['ARCHIVE_AMBIGUOUS', { ...soundSdist, bytes: Buffer.concat([soundSdist.bytes, sound.bytes]) }, soundSdist],
  ['ARCHIVE_BROKEN', buildSdist({ members: [{ name: 'x', type: 'L', sizeBytes: 2 ** 31 }] }), soundSdist],
  ['ARCHIVE_NOT_READ', buildSdist({ members: [{ name: 'x', type: 'L', content: Buffer.alloc(17 * 1024 * 1024) }, { name: 'demo-1.0/x' }] }), soundSdist],
  ['ARCHIVE_MANY_MEMBERS', buildSdist({ members: Array.from({ length: 99_998 }, (_, index) => ({ name: `demo-1.0/${index}` })) }), buildSdist({ members: Array.from({ length: 99_997 }, (_, index) => ({ name: `demo-1.0/${index}` })) })],
  ['ZIP_RATIO', member({ members: [{ name: 'x', unpackedBytes: 64 * 1024 * 1024 + 1 }] }), member({ members: [{ name: 'x', unpackedBytes: 64 * 1024 * 1024 - 4000 }] })],
  ['TAR_RATIO', buildSdist({ files: { zeros: Buffer.alloc(65 * 1024 * 1024) } }), buildSdist({ files: { zeros: Buffer.alloc(1024 * 1024) } })],
  ['ZIP_METHOD', member({ members: [{ name: 'x', method: 12 }] }), member({ members: [{ name: 'x', method: 0 }] })],
  ['ZIP_DATA_DESCRIPTOR', member({ members: [{ name: 'x', flags: 8 }] }), sound],
  ['ZIP_MEMBER_COMMENT', member({ members: [{ name: 'x', comment: 'y' }] }), member({ zip: { comment: 'y' } })],
  ['ZIP_FOREIGN_BYTES', member({ zip: { prefix: Buffer.from('#!') } }), sound],
  ['ZIP_TRAILING_DATA', member({ zip: { suffix: Buffer.from('x') } }), sound],
  ['ZIP_DUPLICATE_NAME', member({ members: [{ name: 'x' }, { name: 'x' }] }), member({ members: [{ name: 'x' }, { name: 'X' }] })],
  ['ZIP_NAME_UNPRINTABLE', member({ members: [{ name: 'x\u007f' }] }), member({ members: [{ name: 'x\u00a0' }] })],
  ['ZIP_NAME_ENCODING', member({ members: [{ name: 'ü', flags: 0 }] }), member({ members: [{ name: 'ü' }] })],
  ['ZIP_HEADERS_DIFFER', member({ members: [{ name: 'x', content: 'y', localUnpackedBytes: 2 }] }), sound],
  ['ZIP_ENCRYPTED', member({ members: [{ name: 'x.so', flags: 1 }] }), sound],
  ['MEMBER_UNREADABLE', member({ members: [{ name: 'x.py', content: 'y', crc32: 1 }] }), member({ members: [{ name: 'x.txt', content: 'y', crc32: 1 }] })],
  ['ENCRYPTED_CODE', member({ members: [{ name: 'x.py', content: '__pyarmor_bcc__' }] }), member({ members: [{ name: 'x.txt', content: '__pyarmor_bcc__' }] })],
  ['SDIST_TOP_DIRECTORY', buildSdist({ top: '' }), soundSdist],
  ['SDIST_MIXED_PATHS', buildSdist({ members: [{ name: '/x' }] }), soundSdist],
  ['TAR_SPARSE', buildSdist({ members: [{ name: 'demo-1.0/s', type: 'S' }] }), soundSdist],
  ['TAR_TRAILING_DATA', { ...soundSdist, bytes: buildTarGz([{ name: 'demo-1.0/PKG-INFO', content: 'x' }, { name: 'demo-1.0/x', content: 'y'.repeat(2000), sizeBytes: 0 }]) }, soundSdist],
  ['TAR_DUPLICATE_NAME', buildSdist({ members: [{ name: 'demo-1.0/PKG-INFO' }] }), soundSdist],
  ['TAR_SPECIAL_FILE', buildSdist({ members: [{ name: 'demo-1.0/p', type: '6' }] }), buildSdist({ members: [{ name: 'demo-1.0/p', type: '5' }] })],
  ['TAR_LINK_OUTSIDE', buildSdist({ members: [{ name: 'demo-1.0/l', type: '2', linkName: '../../x' }] }), buildSdist({ members: [{ name: 'demo-1.0/l', type: '2', linkName: '../x' }] })],
  ['PATH_ABSOLUTE', member({ members: [{ name: '/x' }] }), sound],
  ['PATH_PARENT', member({ members: [{ name: 'a/../x' }] }), member({ members: [{ name: 'a..b/x' }] })],
  ['GZIP_CHECKSUM', { ...soundSdist, bytes: soundSdist.bytes.subarray(0, -2) }, soundSdist],
  ['GZIP_TRAILING_DATA', { ...soundSdist, bytes: Buffer.concat([soundSdist.bytes, Buffer.from('x')]) }, { ...soundSdist, bytes: Buffer.concat([soundSdist.bytes, Buffer.alloc(3)]) }],
  ['METADATA_MISSING', buildWheel({ metadata: null }), sound],
  ['METADATA_MISSING', buildSdist({ metadata: null, files: { x: '', 'demo.egg-info/PKG-INFO': '' } }), soundSdist],
  ['METADATA_MISSING', buildSdist({ metadata: null, members: [{ name: 'demo-1.0/PKG-INFO', type: '2', linkName: 'x' }] }), soundSdist],
  ['WHEEL_FILE_MISSING', buildWheel({ without: ['demo-1.0.dist-info/WHEEL'] }), sound],
  ['RECORD_MISSING', buildWheel({ without: ['demo-1.0.dist-info/RECORD'] }), sound],
  ['RECORD_MISSING', buildWheel({ record: Buffer.from([0xff]) }), buildWheel({ record: '' })],
  ['RECORD_BLANK_LINE', buildWheel({ record: 'a,,\n\nb,,\n' }), buildWheel({ record: 'a,,\nb,,\n' })],
  ['RECORD_MISMATCH', buildWheel({ record: 'demo/__init__.py,,\n' }), sound],
  ['ENTRY_POINTS_INVALID', entryPoints('[console_scripts]\na b = c:d\n'), entryPoints('[console_scripts]\na.b-c = nonsense\n')],
  ['ENTRY_POINTS_INVALID', entryPoints('[x]\na: b\n'), entryPoints('[x]\na b = c\n')],
  ['ENTRY_POINTS_INVALID', entryPoints('\ufeff[x]\n'), entryPoints('# c\n\n[x]\n')],
  ['ENTRY_POINTS_INVALID', entryPoints('[x]\na=b\na=c\n'), entryPoints('[x]\na=b\nA=c\n')],
  ['ENTRY_POINTS_INVALID', entryPoints(Buffer.from([0xff])), entryPoints('')],
  ['LICENSE_FILE_MISSING', buildWheel({ ...licensed, files: { LICENSE: '' } }), buildWheel({ ...licensed, files: { 'demo-1.0.dist-info/licenses/LICENSE': '' } })],
  ['LICENSE_FILE_MISSING', buildSdist(licensed), buildSdist({ ...licensed, files: { LICENSE: '' } })],
];
