import { normalizeName, quote, sameVersion } from '@ropewalk/packaging';
import type { FileContext } from '../file-context.ts';
import type { Violation } from '../rule.ts';
import { expectedSdist } from './expected-name.ts';
import { isKnownPlatform } from './platform-tags.ts';

const mib = 1024 * 1024;

/** Judges the name and size of a file, also against its metadata. */
export function* checkFilename(context: FileContext): Generator<Violation> {
  const { filename, type, sizeBytes } = context.distribution;
  if (/[\x00-\x1f\x7f/\\]/.test(filename)) {
    yield { code: 'FILENAME_CHARACTERS', message: `The file name ${quote(filename)} has control characters, slashes or backslashes.` };
  }
  const bytes = Buffer.byteLength(filename);
  const limit = type === 'wheel' ? 255 - '.metadata'.length : 255;
  if (bytes > limit) yield { code: 'FILENAME_TOO_LONG', message: `The file name has ${bytes} bytes, ${bytes - limit} too many.` };
  yield* checkSize(sizeBytes);
  if (type === undefined) yield unknownType(filename);
  if (type === 'sdist') yield* checkSdistName(context);
  if (type === 'wheel') yield* checkWheelName(context);
}

function* checkSize(sizeBytes: number): Generator<Violation> {
  if (sizeBytes > 1024 * mib) yield { code: 'FILE_TOO_LARGE', message: `The file has ${sizeBytes} bytes, more than 1 GiB.` };
  else if (sizeBytes > 100 * mib) yield { code: 'FILE_LARGE', message: `The file has ${sizeBytes} bytes, more than 100 MiB.` };
}

function unknownType(filename: string): Violation {
  const code = 'FILE_TYPE_UNKNOWN';
  const lower = filename.toLowerCase();
  if (/\.(?:whl|tar\.gz|zip)$/.test(lower)) {
    return { code, message: `The ending of ${quote(filename)} is not in lower case.`, remedy: 'Rename it so that its ending is in lower case.' };
  }
  const known: readonly (readonly [RegExp, string])[] = [
    [/\.egg$/, 'Build wheels instead of eggs.'],
    [/\.(?:exe|msi|rpm|deb|dmg)$/, 'Build wheels instead of installers.'],
    [/\.(?:tgz|tar\.bz2|tar\.xz|tar\.zst|tar\.z|tar)$/, 'Build the sdist as .tar.gz (PEP 625).'],
  ];
  const remedy = known.find(([pattern]) => pattern.test(lower))?.[1];
  return { code, message: `${quote(filename)} ends neither in .whl nor in .tar.gz.`, ...(remedy === undefined ? {} : { remedy }) };
}

function* checkSdistName({ distribution, form }: FileContext): Generator<Violation> {
  const { filename, parsed } = distribution;
  if (filename.endsWith('.zip')) {
    yield { code: 'SDIST_ZIP', message: `${quote(filename)} is a zip file; an sdist is a .tar.gz.` };
    return;
  }
  const name = form.text('name');
  const version = form.text('version');
  const expected = distribution.archive.metadata === undefined ? undefined : expectedSdist(name, version);
  if (parsed === undefined) {
    yield { code: 'SDIST_NAME_MALFORMED', message: `${quote(filename)} does not end in a name, "-" and a version.`, ...renameTo(expected) };
  } else if (expected !== undefined && filename !== expected) {
    yield { code: 'SDIST_NAME_MISMATCH', message: `${quote(filename)} should be called ${quote(expected)}, after its metadata.`, ...renameTo(expected) };
  } else if (expected === undefined && filename !== expectedSdist(parsed.name, parsed.version)) {
    const normal = expectedSdist(parsed.name, parsed.version);
    if (normal !== undefined) yield { code: 'SDIST_NAME_MISMATCH', message: `${quote(filename)} is not normalised; it should be ${quote(normal)}.`, ...renameTo(normal) };
  }
}

function renameTo(filename: string | undefined): { readonly remedy?: string } {
  return filename === undefined ? {} : { remedy: `Build it with a build backend that follows PEP 625; it will be called ${quote(filename)}.` };
}

function* checkWheelName(context: FileContext): Generator<Violation> {
  const { filename, parsed, archive } = context.distribution;
  if (parsed?.type !== 'wheel') {
    yield { code: 'WHEEL_NAME_MALFORMED', message: `${quote(filename)} is not the name of a wheel.` };
    return;
  }
  const platforms = new Set(parsed.tags.map((tag) => tag.slice(tag.lastIndexOf('-') + 1)));
  const unknown = [...platforms].filter((platform) => !isKnownPlatform(platform));
  if (unknown.length > 0) yield { code: 'WHEEL_PLATFORM', message: `PyPI does not take the platform tag ${unknown.map(quote).join(', ')}.`, ...platformRemedy(unknown) };
  const name = archive.metadata === undefined ? undefined : context.form.text('name');
  const inFilename = filename.split('-', 1)[0] ?? '';
  if (name !== undefined && normalizeName(name) !== parsed.name) {
    yield { code: 'WHEEL_NAME_MISMATCH', message: `The file is called ${quote(inFilename)}, but its metadata says ${quote(name)}.` };
  } else if (inFilename !== parsed.name.replaceAll('-', '_')) {
    yield { code: 'WHEEL_NAME_NOT_NORMALISED', message: `${quote(inFilename)} in the file name should be ${quote(parsed.name.replaceAll('-', '_'))}.` };
  }
  const version = archive.metadata === undefined ? undefined : context.form.text('version');
  if (version !== undefined && isOther(version, parsed.version)) {
    yield { code: 'WHEEL_VERSION_MISMATCH', message: `The file name has version ${quote(parsed.version)}, but the metadata says ${quote(version)}.` };
  }
}

function platformRemedy(platforms: readonly string[]): { readonly remedy?: string } {
  if (platforms.some((one) => one.startsWith('linux_'))) return { remedy: 'Repair the wheel with auditwheel to a manylinux or musllinux tag.' };
  if (platforms.some((one) => /^macosx_(?:1[1-9]|[2-9]\d)_[1-9]/.test(one))) return { remedy: 'From macOS 11 on the tag ends in _0: build with MACOSX_DEPLOYMENT_TARGET set to 11.0 or the like.' };
  return {};
}

function isOther(metadata: string, filename: string): boolean {
  try {
    return !sameVersion(metadata, filename);
  } catch {
    // An invalid version has a finding of its own.
    return false;
  }
}
