import { quote } from '@ropewalk/packaging';
import type { ArchiveDefectCode, ArchiveFacts, InspectedDistribution } from '@ropewalk/distribution';
import type { FileContext } from '../file-context.ts';
import type { Violation } from '../rule.ts';
import { findEntryPointsFault } from './entry-points.ts';
import { readRecord } from './record.ts';

/** Judges which files are in a distribution, and a wheel's RECORD and entry points. */
export function* checkContent(context: FileContext): Generator<Violation> {
  const { distribution } = context;
  const { archive } = distribution;
  const names = new Set(archive.names);
  if (archive.metadata === undefined && !archive.defects.some(({ code }) => saysEnough.has(code))) yield* missingMetadata(distribution, names);
  // What was not read to its end is not known to lack anything else.
  if (!archive.isComplete) return;
  if (distribution.type === 'wheel') yield* checkWheelFiles(archive, names);
  yield* checkLicenseFiles(context, names);
}

/** With one of these there is no metadata, and nothing more to say of that. */
const saysEnough: ReadonlySet<ArchiveDefectCode> = new Set(['EMPTY', 'NOT_AN_ARCHIVE', 'BROKEN', 'MEMBER_UNREADABLE', 'TOP_LEVEL', 'MIXED_PATHS']);

function* missingMetadata({ type, archive, filename }: InspectedDistribution, names: ReadonlySet<string>): Generator<Violation> {
  const { metadataPath } = archive;
  if (metadataPath === undefined && type === 'wheel') {
    yield { code: 'WHEEL_FILE_MISSING', message: `Name and version cannot be taken from the file name ${quote(filename)}, so its .dist-info directory cannot be found.` };
  } else if (!archive.isComplete) yield { code: 'METADATA_MISSING', message: 'The metadata was not come upon before the archive was too large to go on.' };
  else if (metadataPath !== undefined && names.has(metadataPath)) yield { code: 'METADATA_MISSING', message: `${quote(metadataPath)} is not a file that can be read: a link, a directory, or larger than 32 MiB.` };
  else {
    const elsewhere = archive.names.find((name) => (type === 'wheel' ? /\.dist-info\/METADATA$/ : /(?:^|\/)PKG-INFO$/).test(name));
    yield { code: 'METADATA_MISSING', message: `There is no ${quote(metadataPath ?? 'PKG-INFO')} in the archive${elsewhere === undefined ? '' : `, only at ${quote(elsewhere)}`}.` };
  }
}

function* checkWheelFiles(archive: ArchiveFacts, names: ReadonlySet<string>): Generator<Violation> {
  const { metadataPath, record, entryPoints } = archive;
  if (metadataPath === undefined) return;
  const directory = metadataPath.slice(0, -'METADATA'.length);
  if (!names.has(`${directory}WHEEL`)) yield { code: 'WHEEL_FILE_MISSING', message: `There is no ${quote(`${directory}WHEEL`)} in the archive.` };
  const fault = entryPoints === undefined ? undefined : findEntryPointsFault(entryPoints);
  if (fault !== undefined) yield { code: 'ENTRY_POINTS_INVALID', message: `entry_points.txt: ${fault}.` };
  if (record === undefined) {
    if (!names.has(`${directory}RECORD`)) yield { code: 'RECORD_MISSING', message: `There is no ${quote(`${directory}RECORD`)} in the archive.` };
    return;
  }
  if (!record.isUtf8) {
    yield { code: 'RECORD_MISSING', message: 'RECORD is not UTF-8.' };
    return;
  }
  const listed = readRecord(record.text);
  if (listed === 'malformed') yield { code: 'RECORD_MISSING', message: 'RECORD is not CSV that can be read.' };
  else if (listed === 'blank-line') yield { code: 'RECORD_BLANK_LINE', message: 'RECORD has a blank line.' };
  else yield* compareRecord(listed, names, directory);
}

function* compareRecord(listed: ReadonlySet<string>, names: ReadonlySet<string>, directory: string): Generator<Violation> {
  const exempt = new Set([`${directory}RECORD.jws`, `${directory}RECORD.p7s`]);
  const unlisted = [...names].find((name) => !listed.has(name) && !exempt.has(name));
  if (unlisted !== undefined) yield { code: 'RECORD_MISMATCH', message: `RECORD does not list ${quote(unlisted)}.` };
  const absent = [...listed].find((name) => !names.has(name) || exempt.has(name));
  if (unlisted === undefined && absent !== undefined) yield { code: 'RECORD_MISMATCH', message: `RECORD lists ${quote(absent)}, which is not in the wheel.` };
}

function* checkLicenseFiles({ distribution, form }: FileContext, names: ReadonlySet<string>): Generator<Violation> {
  const { type, archive } = distribution;
  if (archive.metadataPath === undefined) return;
  const base = type === 'wheel' ? archive.metadataPath.replace(/METADATA$/, 'licenses/') : archive.metadataPath.replace(/PKG-INFO$/, '');
  for (const file of form.list('license_file')) {
    const path = `${base}${file}`;
    // tarfile knows directories without the slash at their end.
    if (!names.has(path) && !(type === 'sdist' && names.has(path.replace(/\/+$/, '')))) {
      yield { code: 'LICENSE_FILE_MISSING', message: `License-File ${quote(file)} is not in the archive; it should be at ${quote(path)}.` };
    }
  }
}
