import type { CredentialRequest } from './credential-request.ts';
import { readPyPIToken } from './pypi-token.ts';
import { findServersFor, type Pypirc, type PypircServer } from './pypirc.ts';
import type { CredentialSource, PassedOver, SourceAnswer } from './source.ts';
import { tokenUser } from './stored-username.ts';
import { otherProjectsReason, tokenFit } from './token-projects.ts';

/** The section of `.pypirc` that has the name asked for, or the address of the repository and a token for the projects. */
export function pypircSource(request: CredentialRequest, username: string | undefined): CredentialSource {
  return {
    name: 'the .pypirc file',
    async look() {
      const pypirc = await request.pypirc?.();
      if (pypirc === undefined) return { status: 'none' };
      const { repository } = request;
      // A section that was named is meant, whatever is in it.
      if (repository !== undefined) return answerOf(pypirc.servers.find(({ name }) => name === repository), pypirc, request, username);
      return bestAnswer(pypirc, request, username);
    },
  };
}

function bestAnswer(pypirc: Pypirc, request: CredentialRequest, username: string | undefined): SourceAnswer {
  const servers = findServersFor(pypirc, request.repositoryUrl);
  const fitting = servers.map((server) => ({ server, fit: tokenFit(readPyPIToken(server.password ?? ''), request.projects ?? []) }));
  const passedOver: readonly PassedOver[] = fitting
    .filter(({ fit }) => fit === 'others')
    .map(({ server }) => ({ source: placeOf(server, pypirc), reason: otherProjectsReason(readPyPIToken(server.password ?? '')), isForOthers: true }));

  const ranked = (['named', 'open'] as const).flatMap((wanted) => fitting.filter(({ fit }) => fit === wanted));
  const answers = ranked.map(({ server }) => answerOf(server, pypirc, request, username));
  const answer = answers.find(({ status }) => status === 'found') ?? answers[0] ?? { status: 'none' };
  return passedOver.length === 0 ? answer : { ...answer, passedOver };
}

function answerOf(server: PypircServer | undefined, pypirc: Pypirc, { repositoryUrl }: CredentialRequest, username: string | undefined): SourceAnswer {
  if (server?.password === undefined) {
    return server?.username === undefined ? { status: 'none' } : { status: 'ignored', reason: `section [${server.name}] has a username but no password` };
  }
  if (server.repository?.origin !== repositoryUrl.origin) {
    return { status: 'ignored', reason: `section [${server.name}] is for ${server.repository?.host ?? 'no repository'}` };
  }
  if (username !== undefined && server.username !== undefined && username !== server.username) {
    return { status: 'ignored', reason: `section [${server.name}] is for another username than the one given` };
  }
  return { status: 'found', secret: { source: placeOf(server, pypirc), username: username ?? server.username ?? tokenUser, secret: server.password } };
}

function placeOf({ name }: PypircServer, { path }: Pypirc): string {
  return `section [${name}] of ${path}`;
}
