import type { CredentialRequest } from './credential-request.ts';
import type { CredentialSource } from './source.ts';
import { tokenUser, usernameFor } from './stored-username.ts';
import { wellKnownIndexOf } from './well-known-index.ts';

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
