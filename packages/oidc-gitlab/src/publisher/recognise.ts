import type { CertificateIdentity, RepositoryVisibility, TokenClaims } from '@ropewalk/core';
import { isRepository, isWorkflowPath } from './parse-publisher.ts';
import { gitlabIssuer, type GitLabPublisher } from './publisher.ts';

const host = 'https://gitlab.com/';

/** What a certificate claims, `undefined` when it names no project of gitlab.com. */
export function recognise(certificate: CertificateIdentity): GitLabPublisher | undefined {
  const { issuer, sourceRepositoryUri, buildConfigUri } = certificate;
  if (issuer !== gitlabIssuer || !sourceRepositoryUri?.startsWith(host)) return undefined;
  const repository = sourceRepositoryUri.slice(host.length);
  if (!isRepository(repository)) return undefined;
  const workflow = workflowOf(buildConfigUri?.slice(host.length), repository);
  return { kind: 'GitLab', repository, ...(workflow === undefined ? {} : { workflow_filepath: workflow }) };
}

/** The publisher that a token signs as: the top-level pipeline, which the certificate will name. */
export function recogniseToken(token: TokenClaims): GitLabPublisher | undefined {
  const { project_path: repository, ci_config_ref_uri: config, environment } = token.claims;
  if (token.issuer !== gitlabIssuer || typeof repository !== 'string' || !isRepository(repository)) return undefined;
  const workflow = typeof config === 'string' ? workflowOf(config.replace(/^gitlab\.com\//, ''), repository) : undefined;
  return {
    kind: 'GitLab',
    repository,
    ...(workflow === undefined ? {} : { workflow_filepath: workflow }),
    ...(typeof environment === 'string' && environment !== '' ? { environment } : {}),
  };
}

/** Whether the project of a token is public. `internal` is not. */
export function visibility(token: TokenClaims): RepositoryVisibility {
  const stated = token.claims['project_visibility'];
  if (typeof stated !== 'string' || stated === '') return 'unstated';
  return stated === 'public' ? 'public' : 'private';
}

/** The file path in `GROUP/PROJECT//PATH@REF`, when it is one of `repository`. */
export function workflowOf(path: string | undefined, repository: string): string | undefined {
  const folder = `${repository}//`;
  if (!path?.startsWith(folder)) return undefined;
  const [file, ...ref] = path.slice(folder.length).split('@');
  return file !== undefined && ref.length > 0 && isWorkflowPath(file) ? file : undefined;
}
