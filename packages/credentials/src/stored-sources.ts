import type { CredentialRequest } from './credential-request.ts';
import { findServerFor, type PypircServer } from './pypirc.ts';
import type { CredentialSource, SourceAnswer } from './source.ts';
import { wellKnownIndexOf } from './well-known-index.ts';

const tokenUser = '__token__';

/** The section of `.pypirc` that has the name asked for, or the origin of the repository. */
export function pypircSource(request: CredentialRequest, username: string | undefined): CredentialSource {
  return {
    name: 'the .pypirc file',
    async look() {
      const pypirc = await request.pypirc?.();
      if (pypirc === undefined) return { status: 'none' };
      const { repository, repositoryUrl } = request;
      const server = repository === undefined ? findServerFor(pypirc, repositoryUrl) : pypirc.servers.find(({ name }) => name === repository);
      if (server?.password === undefined) {
        return server?.username === undefined ? { status: 'none' } : { status: 'ignored', reason: `section [${server.name}] has a username but no password` };
      }
      if (server.repository?.origin !== repositoryUrl.origin) {
        return { status: 'ignored', reason: `section [${server.name}] is for ${server.repository?.host ?? 'no repository'}` };
      }
      return answerFrom(server, server.password, username, `section [${server.name}] of ${pypirc.path}`);
    },
  };
}

function answerFrom(server: PypircServer, password: string, username: string | undefined, source: string): SourceAnswer {
  if (username !== undefined && server.username !== undefined && username !== server.username) {
    return { status: 'ignored', reason: `section [${server.name}] is for another username than the one given` };
  }
  return { status: 'found', secret: { source, username: username ?? server.username ?? tokenUser, secret: password } };
}

/** The operating system's keyring, asked for the upload URL and then for its host. */
export function keyringSource(request: CredentialRequest, username: string | undefined): CredentialSource {
  const { keyring, repositoryUrl } = request;
  return {
    name: keyring?.name ?? 'the keyring',
    async look() {
      if (keyring === undefined) return { status: 'none' };
      const wanted = (await usernameFor(request, username)) ?? undefined;
      for (const service of [`${repositoryUrl.origin}${repositoryUrl.pathname}`, repositoryUrl.host]) {
        const entry = await keyring.get(service, wanted);
        if (entry !== undefined) {
          return { status: 'found', secret: { source: `${keyring.name} (${service})`, username: entry.username, secret: entry.password } };
        }
      }
      return { status: 'none' };
    },
  };
}

// As twine: PyPI takes only one name, and a section may have a name without a password.
async function usernameFor(request: CredentialRequest, username: string | undefined): Promise<string | undefined> {
  if (username !== undefined) return username;
  if (wellKnownIndexOf(request.repositoryUrl) !== undefined) return tokenUser;
  const pypirc = await request.pypirc?.();
  return pypirc === undefined ? undefined : findServerFor(pypirc, request.repositoryUrl)?.username;
}

/** The netrc file. */
export function netrcSource(request: CredentialRequest, username: string | undefined): CredentialSource {
  return {
    name: 'the netrc file',
    async look() {
      const netrc = await request.netrc?.();
      const host = request.repositoryUrl.hostname.toLowerCase();
      const machines = netrc?.machines.filter((machine) => machine.host === host && machine.password !== '') ?? [];
      if (netrc === undefined || machines.length === 0) return { status: 'none' };
      if (netrc.isExposed) return { status: 'ignored', reason: `${netrc.path} can be read by others; take their permission away (chmod 600)` };
      const machine = machines.find(({ login }) => username === undefined || login === username);
      if (machine === undefined) return { status: 'ignored', reason: `its entry for ${host} is for another username than the one given` };
      return { status: 'found', secret: { source: netrc.path, username: machine.login === '' ? tokenUser : machine.login, secret: machine.password } };
    },
  };
}

/** The person at the terminal, with twine's questions. */
export function promptSource(request: CredentialRequest, username: string | undefined): CredentialSource {
  return {
    name: 'a question to you',
    isIntrusive: true,
    async look() {
      const { prompt, repositoryUrl } = request;
      if (prompt === undefined) return { status: 'none' };
      const isTokenOnly = wellKnownIndexOf(repositoryUrl) !== undefined;
      const user = (await usernameFor(request, username)) ?? (await prompt.text('Enter your username: '));
      if (user === undefined || user === '') return { status: 'ignored', reason: 'no username was entered' };
      const secret = await prompt.secret(isTokenOnly || user === tokenUser ? 'Enter your API token: ' : 'Enter your password: ');
      if (secret === undefined || secret === '') return { status: 'ignored', reason: 'nothing was entered' };
      return { status: 'found', secret: { source: 'what you entered', username: user, secret } };
    },
  };
}
