import {
  findCredential,
  fixedCredential,
  nativeKeyring,
  programKeyring,
  readNetrc,
  readPypirc,
  severalKeyrings,
  surveyCredentials,
  wellKnownIndexOf,
  type Credential,
  type CredentialRequest,
  type Keyring,
  type Pypirc,
  type PypircServer,
} from '@ropewalk/credentials';
import type { IndexLogin, NoLogin } from '@ropewalk/index-client';
import type { ReadAddress } from './index-logins.ts';

/**
 * Looks for the login of an index: in its address, then in the section of `.pypirc` that belongs to it, the keyrings and
 * netrc. Variables for uploads are left alone: a secret in them names no index that is read.
 *
 * @throws `CredentialError`
 */
export async function findIndexLogin(index: ReadAddress, env: Readonly<Record<string, string | undefined>>, signal?: AbortSignal): Promise<IndexLogin | NoLogin> {
  const { address } = index;
  const request: CredentialRequest = { repositoryUrl: address, env: {}, ...(signal === undefined ? {} : { signal }), ...placesOf(index, env) };
  const credential = (await findCredential(request)) ?? nameAlone(address);
  if (credential === undefined) return { remedy: await remedyOf(request) };
  const source = address.password === '' ? credential.source : inAddress;
  return { source, authorization: (url, options) => credential.authorization(url, options) };
}

const inAddress = 'the address of the index';

/** PyPI shows everything to everybody, so what is stored for it is not even looked at. */
function placesOf({ address, section }: ReadAddress, env: Readonly<Record<string, string | undefined>>): Pick<CredentialRequest, 'pypirc' | 'keyring' | 'netrc'> {
  if (wellKnownIndexOf(address) !== undefined) return {};
  let read: ReturnType<typeof readPypirc> | undefined;
  const server = async (): Promise<PypircServer | undefined> => serverFor(await (read ??= readPypirc()), address, section);
  return {
    async pypirc() {
      const only = await server();
      const pypirc = await read;
      return pypirc === undefined ? undefined : { path: pypirc.path, servers: only === undefined ? [] : [only] };
    },
    keyring: severalKeyrings(...[programKeyring({ env }), nativeKeyring({ env })].map((keyring) => alsoForUploads(keyring, address, server))),
    netrc: () => readNetrc(env),
  };
}

/** The section with that name, or of those on the origin the one whose path is nearest: many indexes can share an origin. */
function serverFor(pypirc: Pypirc | undefined, address: URL, section: string | undefined): PypircServer | undefined {
  if (section !== undefined) return pypirc?.servers.find(({ name }) => name === section);
  const near = pypirc?.servers.filter(({ repository }) => repository?.origin === address.origin) ?? [];
  return near.toSorted((a, b) => sharedFolders(b, address) - sharedFolders(a, address))[0];
}

function sharedFolders({ repository }: PypircServer, address: URL): number {
  const theirs = repository?.pathname.split('/') ?? [];
  const ours = address.pathname.split('/');
  const differing = ours.findIndex((folder, at) => folder !== theirs[at]);
  return differing < 0 ? ours.length : differing;
}

/** Uploaders store a secret under the address for uploads; whoever may upload may read. */
function alsoForUploads(keyring: Keyring, address: URL, server: () => Promise<PypircServer | undefined>): Keyring {
  const own = `${address.origin}${address.pathname}`;
  return {
    name: keyring.name,
    async get(service, username, options) {
      const entry = await keyring.get(service, username, options);
      const upload = service === own && entry === undefined ? (await server())?.repository : undefined;
      if (upload === undefined || upload.origin !== address.origin || upload.pathname === address.pathname) return entry;
      return keyring.get(`${upload.origin}${upload.pathname}`, username, options);
    },
  };
}

/** Some indexes take a token in place of the name, with no password: `https://TOKEN@index.example/simple/`. */
function nameAlone({ username, origin }: URL): Credential | undefined {
  if (username === '') return undefined;
  return fixedCredential({ source: inAddress, kind: 'password', username: decoded(username), origin }, '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Where a login can be put, and why one that is there is no use. */
async function remedyOf(request: CredentialRequest): Promise<string> {
  const { keyring: _keyring, ...quiet } = request;
  const { repositoryUrl, pypirc } = request;
  if (pypirc === undefined) return 'Check that you may read this index.';
  const { sources } = await surveyCredentials(quiet);
  const reasons = sources.flatMap(({ status, reason }) => (status === 'ignored' && reason !== undefined ? [` Passed over: ${reason}.`] : []));
  const { protocol, origin, host, hostname } = repositoryUrl;
  return `Put one into the address of the index (${protocol}//USER:PASSWORD@${host}/…), into a section of .pypirc whose repository is on ${origin}, into netrc (machine ${hostname}) or into the keyring (keyring set ${host} USER).${reasons.join('')}`;
}
