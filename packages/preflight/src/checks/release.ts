import { metadataFields, quote } from '@ropewalk/packaging';
import type { FileContext } from '../file-context.ts';
import type { Release } from '../releases.ts';
import type { Violation } from '../rule.ts';

/** A violation of a release, about one file or, without one, about all of it. */
export interface ReleaseViolation {
  readonly violation: Violation;
  readonly file?: FileContext;
}

/** Judges the files of one release beside each other. */
export function* checkTogether(release: Release): Generator<ReleaseViolation> {
  const { files } = release;
  yield* checkNames(files);
  if (release.name === undefined) return;
  yield* checkSdists(files);
  yield* checkAgreement(files);
}

function* checkNames(files: readonly FileContext[]): Generator<ReleaseViolation> {
  const names = new Set<string>();
  const contents = new Map<string, string>();
  for (const file of files) {
    const { filename, sha256, sizeBytes } = file.distribution;
    const same = contents.get(sha256);
    if (names.has(filename)) yield { file, violation: { code: 'RELEASE_SAME_NAME', message: `Two files are called ${quote(filename)}.` } };
    else if (same !== undefined && sizeBytes > 0) yield { file, violation: { code: 'RELEASE_SAME_CONTENT', message: `The file has the same content as ${quote(same)}.` } };
    names.add(filename);
    contents.set(sha256, filename);
  }
}

function* checkSdists(files: readonly FileContext[]): Generator<ReleaseViolation> {
  const sdists = files.filter(({ distribution }) => distribution.type === 'sdist');
  if (sdists.length === 0) yield { violation: { code: 'RELEASE_WITHOUT_SDIST', message: `There ${files.length === 1 ? 'is one wheel' : `are ${files.length} wheels`} and no sdist.` } };
  for (const file of sdists.slice(1)) {
    yield { file, violation: { code: 'RELEASE_TWO_SDISTS', message: `The release already has the sdist ${quote(sdists[0]?.distribution.filename ?? '')}.` } };
  }
}

/** Everything but the fields that may differ from file to file, or that only some build backends write. */
const compared = metadataFields.filter(({ form }) =>
  !['metadata_version', 'dynamic', 'platform', 'supported_platform', 'requires_python', 'description', 'license_file'].includes(form));

function* checkAgreement(files: readonly FileContext[]): Generator<ReleaseViolation> {
  const withMetadata = files.filter(({ distribution }) => distribution.archive.metadata !== undefined);
  const reference = withMetadata.find(({ distribution }) => distribution.type === 'sdist') ?? withMetadata[0];
  if (reference === undefined) return;
  for (const file of withMetadata) {
    if (file === reference) continue;
    const other = quote(reference.distribution.filename);
    const differing = compared.filter(({ header, form }) => !isDynamic(reference, header) && valuesOf(file, form) !== valuesOf(reference, form));
    if (differing.length > 0) {
      yield { file, violation: { code: 'RELEASE_METADATA_DIFFERS', message: `${differing.map(({ header }) => header).join(', ')} ${differing.length === 1 ? 'differs' : 'differ'} from ${other}.` } };
    }
    if (valuesOf(file, 'requires_python') !== valuesOf(reference, 'requires_python')) {
      yield { file, violation: { code: 'RELEASE_REQUIRES_PYTHON_DIFFERS', message: `Requires-Python is ${quote(file.form.text('requires_python') ?? '')}, but ${quote(reference.form.text('requires_python') ?? '')} in ${other}.` } };
    }
  }
}

/** PEP 643: an sdist may say that a wheel built from it will have other values. */
function isDynamic({ form }: FileContext, header: string): boolean {
  return form.list('dynamic').some((field) => field.toLowerCase() === header.toLowerCase());
}

function valuesOf({ form }: FileContext, field: string): string {
  return [...form.list(field)].map((value) => value.replace(/\s+/g, ' ')).sort().join('\n');
}
