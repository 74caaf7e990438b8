import type { HttpClient } from '@ropewalk/core';
import { CredentialError, findRepository, wellKnownIndexes, type Pypirc } from '@ropewalk/credentials';
import type { Destination } from '@ropewalk/publish';
import { CommandError } from '../command-error.ts';
import { nearest } from '../output/nearest.ts';
import { shownAddressAttempt } from '../output/shown-address.ts';
import { listOption, textOption } from '../text-option.ts';
import { authoritiesOf, openHttpClient } from './http-clients.ts';
import { isUnknownRepository, type CredentialPlaces } from './surroundings.ts';

/** Where files go, and the clients that reach there. */
export interface OpenDestinations {
  readonly destinations: readonly Destination[];
  /** For everything that is not one of the indexes. */
  readonly http: HttpClient;
  close(): Promise<void>;
}

/** An index as it was named: by an address, a name, or both. */
interface NamedIndex {
  readonly name?: string;
  readonly url?: string;
  /** Whether nobody named it. */
  readonly isDefault?: boolean;
}

/**
 * Reads where files go: options, then the environment (`ROPEWALK_…`, `TWINE_…`, `UV_PUBLISH_…`), then PyPI as `.pypirc`
 * has it.
 *
 * @throws {@link CommandError} `USAGE_OPTION`, `CONFIGURATION_CONFLICT`, `CONFIGURATION_CERTIFICATE`; `CredentialError` `REPOSITORY_UNKNOWN`.
 */
export async function openDestinations(
  options: Readonly<Record<string, unknown>>,
  places: CredentialPlaces,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<OpenDestinations> {
  const named = namedIndexes(options, env);
  const simpleUrl = checkUrlOf(options, env, named.length);
  const found: readonly LocatedIndex[] = await Promise.all(named.map((index) => located(index, places)));
  forbidSharedSecret(found, env);
  const clientCert = textOption(options, 'clientCert');
  if (clientCert !== undefined) forbidSharedCertificate(found);

  const cert = textOption(options, 'cert');
  const authorities = [...(cert === undefined ? [] : [cert]), ...(await authoritiesOf(env))];
  const http = await openHttpClient({ authorities, client: undefined });
  const open: HttpClient[] = [http];
  const destinations: Destination[] = [];
  for (const { url, name, isDefault, caCert, clientCert: ownCert } of found) {
    const client = clientCert ?? ownCert;
    const isOwn = client !== undefined || caCert !== undefined;
    const own = isOwn ? await openHttpClient({ authorities: [...authorities, ...(caCert === undefined ? [] : [caCert])], client }) : undefined;
    if (own !== undefined) open.push(own);
    destinations.push({
      repositoryUrl: url,
      ...(name === undefined ? {} : { name }),
      isDefault,
      ...(simpleUrl === undefined ? {} : { simpleUrl }),
      ...(own === undefined ? {} : { http: own }),
      allowsNoCredential: client !== undefined,
    });
  }
  return { destinations, http, close: async () => void (await Promise.all(open.map((client) => client.close()))) };
}

const secretVariables = ['ROPEWALK_TOKEN', 'ROPEWALK_PASSWORD', 'TWINE_PASSWORD', 'UV_PUBLISH_TOKEN', 'UV_PUBLISH_PASSWORD'];

/** A secret of the environment names no index, so it goes to one origin only; an address with its own goes without it. */
function forbidSharedSecret(indexes: readonly LocatedIndex[], env: Readonly<Record<string, string | undefined>>): void {
  const variable = secretVariables.find((name) => (env[name] ?? '').trim() !== '');
  const open = indexes.filter(({ url }) => URL.parse(String(url))?.password === '');
  if (variable === undefined || originsOf(open).size < 2) return;
  throw new CommandError({
    code: 'CONFIGURATION_CONFLICT',
    message: `${variable} holds one secret, and several indexes are named.`,
    remedy: 'Unset it and put the credentials of each into .pypirc or the keyring, use trusted publishing, or upload to one index at a time.',
  });
}

/** A certificate says to every index who this is, and its key answers whatever an index asks. */
function forbidSharedCertificate(indexes: readonly LocatedIndex[]): void {
  if (originsOf(indexes).size < 2) return;
  throw new CommandError({
    code: 'USAGE_OPTION',
    message: 'One --client-cert is given for several indexes.',
    remedy: 'Put client_cert into the section of each index in .pypirc, or upload to one index at a time.',
  });
}

function originsOf(indexes: readonly LocatedIndex[]): ReadonlySet<string | undefined> {
  return new Set(indexes.map(({ url }) => URL.parse(String(url))?.origin));
}

function namedIndexes(options: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string | undefined>>): readonly NamedIndex[] {
  const names = listOption(options, 'repository');
  const urls = listOption(options, 'repositoryUrl');
  if (names.length === 0 && urls.length === 0) return [fromEnvironment(env) ?? { name: 'pypi', isDefault: true }];
  const [name] = names;
  const [url] = urls;
  // As twine has it: the address wins, the name says whose credentials.
  if (names.length === 1 && urls.length === 1 && name !== undefined && url !== undefined && !isAddress(name)) return [{ name, url }];
  if (names.length > 0 && urls.length > 0) {
    throw new CommandError({
      code: 'USAGE_OPTION',
      message: '--repository and --repository-url are mixed.',
      remedy: 'Give several indexes by --repository alone; it takes addresses too.',
    });
  }
  const [token, password] = [textOption(options, 'token'), textOption(options, 'password')];
  if (names.length + urls.length > 1 && (token !== undefined || password !== undefined)) {
    throw new CommandError({
      code: 'USAGE_OPTION',
      message: 'One token or password is given for several indexes.',
      remedy: 'Put the credentials of each into .pypirc or the keyring, use trusted publishing, or upload to one index at a time.',
    });
  }
  return [...names.map(addressOrName), ...urls.map((address) => ({ url: address }))];
}

function fromEnvironment(env: Readonly<Record<string, string | undefined>>): NamedIndex | undefined {
  const address = env['ROPEWALK_REPOSITORY_URL'] || undefined;
  if (address !== undefined) return { url: address };
  const name = env['ROPEWALK_REPOSITORY'] || undefined;
  if (name !== undefined) return addressOrName(name);
  const twineAddress = env['TWINE_REPOSITORY_URL'] || undefined;
  if (twineAddress !== undefined) return { url: twineAddress };
  const twineName = env['TWINE_REPOSITORY'] || undefined;
  if (twineName !== undefined) return addressOrName(twineName);
  const uvAddress = env['UV_PUBLISH_URL'] || undefined;
  if (uvAddress !== undefined) return { url: uvAddress };
  if ((env['UV_PUBLISH_INDEX'] ?? '') === '') return undefined;
  // Passing over it would send to PyPI what was meant for another index.
  throw new CommandError({
    code: 'CONFIGURATION_CONFLICT',
    message: 'UV_PUBLISH_INDEX names an index of pyproject.toml, and a project does not decide where a release goes.',
    remedy: 'Give --repository-url, or unset UV_PUBLISH_INDEX.',
  });
}

function addressOrName(text: string): NamedIndex {
  return isAddress(text) ? { url: text } : { name: text };
}

function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

interface LocatedIndex {
  readonly name?: string;
  readonly isDefault: boolean;
  readonly url: string | URL;
  readonly caCert?: string;
  readonly clientCert?: string;
}

async function located({ name, url, isDefault = false }: NamedIndex, { pypirc }: CredentialPlaces): Promise<LocatedIndex> {
  if (url !== undefined) return { url, isDefault, ...(name === undefined ? {} : { name }) };
  if (name === undefined) throw new TypeError('An index has an address or a name.');
  const server = repositoryNamed(name, await pypirc?.());
  return {
    name,
    isDefault,
    url: server.repository,
    ...(server.caCert === undefined ? {} : { caCert: server.caCert }),
    ...(server.clientCert === undefined ? {} : { clientCert: server.clientCert }),
  };
}

/** TestPyPI is known also where `.pypirc` does not list it. */
function repositoryNamed(name: string, pypirc: Pypirc | undefined): ReturnType<typeof findRepository> {
  try {
    return findRepository(pypirc, name);
  } catch (error) {
    const isListed = pypirc?.servers.some((server) => server.name === name) === true;
    if (isListed || !isUnknownRepository(error)) throw error;
    if (wellKnownIndexes.some((index) => index.name === name)) return findRepository(undefined, name);
    if (/[/:@?]/.test(name)) throw incompleteAddress(name, error);
    const [similar] = nearest(name, [...(pypirc?.servers ?? []), ...wellKnownIndexes].map((index) => index.name));
    throw similar === undefined ? error : new CredentialError({ code: error.code, message: error.message, remedy: `Did you mean ${similar}? ${error.remedy}`, cause: error });
  }
}

/** Where something like an address is mistaken for a name, what may be secret in it is not repeated. */
function incompleteAddress(text: string, cause: unknown): CommandError {
  return new CommandError({
    code: 'USAGE_OPTION',
    message: `${shownAddressAttempt(text)} is neither a section of .pypirc nor a complete address.`,
    remedy: 'An address begins with https://, as in https://upload.pypi.org/legacy/.',
    cause,
  });
}

function checkUrlOf(options: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string | undefined>>, count: number): string | undefined {
  const given = textOption(options, 'checkUrl');
  if (given !== undefined && count > 1) {
    throw new CommandError({ code: 'USAGE_OPTION', message: 'One --check-url is given for several indexes.', remedy: 'Upload to that index by itself.' });
  }
  return count > 1 ? undefined : (given ?? (env['UV_PUBLISH_CHECK_URL'] || undefined));
}
