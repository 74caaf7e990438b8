import type { CertificateIdentity, RepositoryVisibility, TokenClaims } from '@ropewalk/core';
import { isRepository, isWorkflowFile } from './parse-publisher.ts';
import { githubIssuer, type GitHubPublisher } from './publisher.ts';

const host = 'https://github.com/';

/** What a certificate claims, `undefined` when it names no repository of github.com. */
export function recognise(certificate: CertificateIdentity): GitHubPublisher | undefined {
  const { issuer, sourceRepositoryUri, buildConfigUri } = certificate;
  if (issuer !== githubIssuer || !sourceRepositoryUri?.startsWith(host)) return undefined;
  const repository = sourceRepositoryUri.slice(host.length);
  if (!isRepository(repository)) return undefined;
  const workflow = workflowOf(buildConfigUri?.slice(host.length), repository);
  return { kind: 'GitHub', repository, ...(workflow === undefined ? {} : { workflow }) };
}

/** The publisher that a token signs as: the workflow that started the run, which the certificate will name. */
export function recogniseToken(token: TokenClaims): GitHubPublisher | undefined {
  const { repository, workflow_ref: workflowRef, environment } = token.claims;
  if (token.issuer !== githubIssuer || typeof repository !== 'string' || !isRepository(repository)) return undefined;
  const workflow = typeof workflowRef === 'string' ? workflowOf(workflowRef, repository) : undefined;
  return {
    kind: 'GitHub',
    repository,
    ...(workflow === undefined ? {} : { workflow }),
    ...(typeof environment === 'string' && environment !== '' ? { environment } : {}),
  };
}

/** Whether the repository of a token is public. `internal` is not. */
export function visibility(token: TokenClaims): RepositoryVisibility {
  const stated = token.claims['repository_visibility'];
  if (typeof stated !== 'string' || stated === '') return 'unstated';
  return stated === 'public' ? 'public' : 'private';
}

/** The file name in `OWNER/REPO/.github/workflows/FILE@REF`, when it is one of `repository`. */
export function workflowOf(path: string | undefined, repository: string): string | undefined {
  const folder = `${repository}/.github/workflows/`;
  if (!path?.startsWith(folder)) return undefined;
  const [file, ...ref] = path.slice(folder.length).split('@');
  return file !== undefined && ref.length > 0 && isWorkflowFile(file) ? file : undefined;
}
