import { isCodedError } from '@ropewalk/core';
import { findRepository, readPypirc, wellKnownIndexOf, type Pypirc } from '@ropewalk/credentials';
import { shownAddressAttempt } from '../../output/shown-address.ts';
import type { ParsedArguments } from './argument-parser.ts';
import { TwineError } from './twine-error.ts';

/** Where twine uploads to. */
export interface TwineRepository {
  /** With a user name and password, if it was given with them. */
  readonly url: URL;
  readonly name: string | undefined;
  /** `undefined`: no configuration file was read. */
  readonly pypirc: Pypirc | undefined;
  readonly caCert: string | undefined;
  readonly clientCert: string | undefined;
}

/**
 * Finds the repository as twine does: an address wins, and no configuration file is then read; else a section of `.pypirc`.
 *
 * @throws {@link TwineError}
 */
export async function twineRepository({ values }: ParsedArguments, env: Readonly<Record<string, string | undefined>>): Promise<TwineRepository> {
  const named = values.get('repository') ?? (env['TWINE_REPOSITORY'] || undefined) ?? 'pypi';
  // The documentation of twine says that the name may be an address.
  const address = values.get('repositoryUrl') ?? (env['TWINE_REPOSITORY_URL'] || undefined) ?? (/^https?:\/\//i.test(named) ? named : undefined);
  if (address !== undefined) return { url: checkedUrl(address), name: undefined, pypirc: undefined, caCert: undefined, clientCert: undefined };

  const file = values.get('configFile');
  const pypirc = await readPypirc(file).catch((error: unknown) => {
    if (!isCodedError(error)) throw error;
    // A malformed file was read; only one that was not has a cause in the system.
    const isMissing = error.cause !== undefined;
    const title = isMissing ? 'UnableToReadConfigurationFile' : 'InvalidConfiguration';
    throw new TwineError(title, isMissing ? `Unable to read configuration file: ${file ?? '~/.pypirc'}` : `Malformed configuration in ${file ?? '~/.pypirc'}.\n${error.message}`, error);
  });
  try {
    const server = findRepository(pypirc, named);
    return { url: checkedUrl(server.repository.href), name: named, pypirc, caCert: server.caCert, clientCert: server.clientCert };
  } catch (error) {
    if (!isCodedError(error)) throw error;
    const place = pypirc?.path ?? file ?? '~/.pypirc';
    const isThere = pypirc?.servers.some(({ name }) => name === named) === true;
    const problem = isThere ? `The section '${named}' of ${place} has no repository.` : `Missing '${named}' section from ${place}.`;
    throw new TwineError('InvalidConfiguration', `${problem}\nMore info: https://packaging.python.org/specifications/pypirc/ `, error);
  }
}

/** Whether it is PyPI or TestPyPI. */
export function isPyPI({ url }: Pick<TwineRepository, 'url'>): boolean {
  return wellKnownIndexOf(url) !== undefined;
}

function checkedUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw new TwineError('UnreachableRepositoryURLDetected', `Invalid repository URL: ${shownAddressAttempt(address)} needs http:// or https:// and a host.`);
  }
  if (/^(?:legacy|pypi|testpypi|upload)\.(?:pypi\.)?python\.org$/.test(url.hostname)) {
    throw new TwineError(
      'UploadToDeprecatedPyPIDetected',
      `You're trying to upload to the legacy PyPI site '${url.host}', which takes no uploads any more.\nThe sites are https://upload.pypi.org/legacy/ and https://test.pypi.org/legacy/.`,
    );
  }
  if (wellKnownIndexOf(url) !== undefined) url.protocol = 'https:';
  return url;
}
