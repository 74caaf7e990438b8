import { normalizeName } from '@ropewalk/packaging';
import type { FoundSecret } from './check-secret.ts';
import type { CredentialRequest } from './credential-request.ts';
import type { Keyring } from './keyring.ts';
import { readPyPIToken } from './pypi-token.ts';
import type { CredentialSource, PassedOver, SourceAnswer } from './source.ts';
import { tokenUser, usernameFor } from './stored-username.ts';
import { otherProjectsReason, tokenFit } from './token-projects.ts';
import { wellKnownIndexOf } from './well-known-index.ts';

/** The keyring, or each of several. */
export function keyringSources(request: CredentialRequest, username: string | undefined): readonly CredentialSource[] {
  const { keyring } = request;
  if (keyring === undefined) return [{ name: 'the keyring', look: async () => ({ status: 'none' }) }];
  return (keyring.members ?? [keyring]).map((member) => ({ name: member.name, look: () => lookInto(member, request, username) }));
}

async function lookInto(keyring: Keyring, request: CredentialRequest, username: string | undefined): Promise<SourceAnswer> {
  const passedOver: PassedOver[] = [];
  const withPassedOver = (answer: SourceAnswer): SourceAnswer => (passedOver.length === 0 ? answer : { ...answer, passedOver });

  for (const entry of await entriesFor(request, username)) {
    const answer = await keyring.get(entry.service, entry.username, request.signal === undefined ? {} : { signal: request.signal });
    if (answer === undefined) continue;
    if ('unavailable' in answer) return withPassedOver({ status: 'none', reason: answer.unavailable });
    const secret: FoundSecret = entry.isOfProject
      ? { source: `${keyring.name} (${entry.service}, ${entry.username ?? ''})`, username: tokenUser, secret: answer.password }
      : { source: `${keyring.name} (${entry.service})`, username: answer.username, secret: answer.password };
    const { source } = secret;
    const facts = readPyPIToken(secret.secret);
    if (tokenFit(facts, request.projects ?? []) === 'others') passedOver.push({ source, reason: otherProjectsReason(facts), isForOthers: true });
    // The user of a password from before the tokens may be named as a project is.
    else if (entry.isOfProject && facts === undefined) passedOver.push({ source, reason: 'it is no token of PyPI', isForOthers: false });
    else return withPassedOver({ status: 'found', secret });
  }
  return withPassedOver({ status: 'none' });
}

/** Something a keyring may have. */
interface WantedEntry {
  readonly service: string;
  readonly username: string | undefined;
  /** Whether the username is that of a project: PyPI's tokens are made for one project each, and a keyring has one secret for each username. */
  readonly isOfProject: boolean;
}

/** For PyPI first each project by its name; then the upload URL, as twine stores it; then the host, as uv does. */
async function entriesFor(request: CredentialRequest, username: string | undefined): Promise<readonly WantedEntry[]> {
  const { repositoryUrl, projects = [] } = request;
  const address = `${repositoryUrl.origin}${repositoryUrl.pathname}`;
  const wanted = await usernameFor(request, username);
  const hasProjects = wellKnownIndexOf(repositoryUrl) !== undefined && wanted === tokenUser;
  return [
    ...(hasProjects ? projects : []).map((project) => ({ service: address, username: normalizeName(project), isOfProject: true })),
    ...[address, repositoryUrl.host].map((service) => ({ service, username: wanted, isOfProject: false })),
  ];
}
