import { indexProfiles, type IndexProfile } from '@ropewalk/preflight';
import { CommandError } from '../../command-error.ts';
import { shownAddressAttempt } from '../../output/shown-address.ts';

/** Whose rules apply, and where that index is. */
export interface ChosenIndex {
  readonly profile: IndexProfile;
  /** Its simple API; `undefined`: it has to be looked for, or there is no index. */
  readonly simpleUrl?: URL;
  /** Where it takes uploads, when it was named by that. */
  readonly uploadUrl?: URL;
  /** The section of `.pypirc` that it was named by. */
  readonly section?: string;
}

const known: Readonly<Record<string, ChosenIndex>> = {
  pypi: { profile: indexProfiles.pypi, simpleUrl: new URL('https://pypi.org/simple/') },
  testpypi: { profile: indexProfiles.testpypi, simpleUrl: new URL('https://test.pypi.org/simple/') },
  none: { profile: indexProfiles.none },
};

/**
 * Finds an index by what it was called: PyPI and TestPyPI by their names, others by a section of the person's own `.pypirc`
 * or by the address for uploads. Of others only the rules that hold everywhere are known.
 *
 * @throws {@link CommandError} `USAGE_OPTION`
 */
export async function chooseIndex(name: string): Promise<ChosenIndex> {
  const wellKnown = Object.hasOwn(known, name) ? known[name] : undefined;
  if (wellKnown !== undefined) return wellKnown;
  const { findRepository, readPypirc, wellKnownIndexOf } = await import('@ropewalk/credentials');
  const isAddress = /^https?:\/\//i.test(name);
  const uploadUrl = isAddress ? URL.parse(name) : findRepositoryUrl(name, await readPypirc(), findRepository);
  if (uploadUrl === null) {
    throw new CommandError({
      code: 'USAGE_OPTION',
      message: `--index names ${shownAddressAttempt(name)}, and there is no such index.`,
      remedy: 'Give pypi, testpypi, none, a section of your .pypirc, or the address where the index takes uploads.',
    });
  }
  const title = wellKnownIndexOf(uploadUrl)?.name;
  if (title !== undefined && known[title] !== undefined) return known[title];
  const { scopes } = indexProfiles.none;
  return isAddress ? { profile: { name: uploadUrl.host, scopes }, uploadUrl } : { profile: { name, scopes }, uploadUrl, section: name };
}

function findRepositoryUrl<File>(name: string, pypirc: File, find: (pypirc: File, name: string) => { readonly repository: URL }): URL | null {
  try {
    return find(pypirc, name).repository;
  } catch {
    return null;
  }
}
