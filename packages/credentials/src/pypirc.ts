import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig, type ConfigSections } from './config-text.ts';
import { CredentialError } from './credential-error.ts';
import { homeFolder } from './home-folder.ts';
import { wellKnownIndexes, wellKnownIndexOf } from './well-known-index.ts';

/** One index of a `.pypirc` file. */
export interface PypircServer {
  readonly name: string;
  /** Where it takes uploads; `undefined` when the section does not say. */
  readonly repository?: URL;
  readonly username?: string;
  readonly password?: string;
  /** Path of a file with certificate authorities. */
  readonly caCert?: string;
  /** Path of a file with a certificate and its key. */
  readonly clientCert?: string;
}

/** A `.pypirc` file. `pypi` is always among its servers. */
export interface Pypirc {
  readonly path: string;
  readonly servers: readonly PypircServer[];
}

/**
 * Reads the text of a `.pypirc` file. Sections that `index-servers` does not list are not there.
 *
 * @throws {@link CredentialError} `CREDENTIAL_FILE_UNREADABLE`, with the line, never with what is in it.
 * @see https://packaging.python.org/specifications/pypirc/
 */
export function parsePypirc(text: string, path: string): Pypirc {
  const sections = parseConfig(text);
  if ('reason' in sections) {
    throw unreadable(`${path} is malformed: in line ${sections.line} ${sections.reason}.`, 'Correct the file; https://packaging.python.org/specifications/pypirc/ shows its form.');
  }
  const names = sections.get('distutils')?.get('index-servers')?.split(/\s+/).filter(Boolean) ?? ['pypi', 'testpypi'];
  return { path, servers: [...new Set(['pypi', ...names])].map((name) => serverOf(name, sections, path)) };
}

/**
 * Reads a `.pypirc` file.
 *
 * @param path - Default `.pypirc` in the home directory, which may be missing.
 * @returns `undefined` when the default file is not there.
 * @throws {@link CredentialError} `CREDENTIAL_FILE_UNREADABLE`
 */
export async function readPypirc(path?: string): Promise<Pypirc | undefined> {
  const home = homeFolder();
  const place = path ?? (home === undefined ? undefined : join(home, '.pypirc'));
  if (place === undefined) return undefined;
  let bytes: Buffer;
  try {
    bytes = await readFile(place);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
    if (path === undefined && isMissing) return undefined;
    throw unreadable(`${place} cannot be read.`, 'Check the path of the configuration file and its permissions.', error);
  }
  return parsePypirc(decode(bytes), place);
}

/**
 * The index of that name in the file, or without a file PyPI or TestPyPI.
 *
 * @throws {@link CredentialError} `REPOSITORY_UNKNOWN` when there is no such section, or it names no repository.
 */
export function findRepository(pypirc: Pypirc | undefined, name: string): PypircServer & { readonly repository: URL } {
  const server = pypirc?.servers.find((candidate) => candidate.name === name) ?? (pypirc === undefined ? wellKnownServer(name) : undefined);
  const repository = server?.repository;
  if (server !== undefined && repository !== undefined) return { ...server, repository };
  const place = pypirc?.path ?? '.pypirc, which is not there';
  throw new CredentialError({
    code: 'REPOSITORY_UNKNOWN',
    message: server === undefined ? `There is no repository ${JSON.stringify(name)} in ${place}.` : `The section ${JSON.stringify(name)} in ${place} names no repository.`,
    remedy: server === undefined ? `Add a section [${name}] and list it under index-servers, or give --repository-url.` : 'Add `repository = https://…` to it.',
  });
}

/** The index that belongs to an upload URL: with the same URL, or else on the same origin. */
export function findServerFor(pypirc: Pypirc, url: URL): PypircServer | undefined {
  return findServersFor(pypirc, url)[0];
}

/** All that have that URL, for one index may have several tokens; without any, the first on the same origin. */
export function findServersFor(pypirc: Pypirc, url: URL): readonly PypircServer[] {
  const near = pypirc.servers.filter((server) => server.repository?.origin === url.origin);
  const same = near.filter((server) => withoutSlash(server.repository) === withoutSlash(url));
  return same.length > 0 ? same : near.slice(0, 1);
}

function serverOf(name: string, sections: ConfigSections, path: string): PypircServer {
  const section = sections.get(name);
  const login = sections.get('server-login');
  const text = (option: string): string | undefined => section?.get(option);
  const username = text('username') ?? login?.get('username');
  const password = text('password') ?? login?.get('password');
  const caCert = text('ca_cert');
  const clientCert = text('client_cert');
  const repository = repositoryOf(name, text('repository'), path);
  return {
    name,
    ...(repository === undefined ? {} : { repository }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(caCert === undefined ? {} : { caCert }),
    ...(clientCert === undefined ? {} : { clientCert }),
  };
}

function repositoryOf(name: string, text: string | undefined, path: string): URL | undefined {
  if (text === undefined) return wellKnownServer(name)?.repository;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw unreadable(`The repository of section ${JSON.stringify(name)} in ${path} is no http or https URL.`, 'Correct it.');
  }
  // As twine does: these hosts have answered to https only for years.
  if (wellKnownIndexOf(url) !== undefined) url.protocol = 'https:';
  return url;
}

function wellKnownServer(name: string): PypircServer | undefined {
  const index = wellKnownIndexes.find((candidate) => candidate.name === name);
  return index === undefined ? undefined : { name, repository: new URL(index.uploadUrl) };
}

function withoutSlash(url: URL | undefined): string {
  return url === undefined ? '' : `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

// Files of today are UTF-8; what is not was written by an older system in its own encoding.
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

function unreadable(message: string, remedy: string, cause?: unknown): CredentialError {
  return new CredentialError({ code: 'CREDENTIAL_FILE_UNREADABLE', message, remedy, cause });
}
