import { canonicalVersion, isValidName, isValidVersion, normalizeName } from '@ropewalk/packaging';

/** The one name PyPI takes for an sdist of this project and version; `undefined` when one of them is invalid. */
export function expectedSdist(name: string | undefined, version: string | undefined): string | undefined {
  if (name === undefined || version === undefined || !isValidName(name) || !isValidVersion(version)) return undefined;
  return `${normalizeName(name).replaceAll('-', '_')}-${canonicalVersion(version)}.tar.gz`;
}
