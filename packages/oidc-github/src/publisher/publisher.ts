import type { Publisher } from '@ropewalk/core';

/** The issuer of github.com's tokens. GitHub Enterprise Server and enterprise-specific issuers are others. */
export const githubIssuer = 'https://token.actions.githubusercontent.com';

/** A workflow of a repository on github.com. Members are named as the index names them. */
export interface GitHubPublisher extends Publisher {
  readonly kind: 'GitHub';
  /** `owner/name`, spelled exactly as GitHub spells it. */
  readonly repository: string;
  /** File name below `.github/workflows`, e.g. `release.yml`. Left out: any workflow of the repository. */
  readonly workflow?: string;
  /**
   * Deployment environment. The index demands it when it hands out an upload token; nothing in the part of the
   * certificate that verifiers read says it, so it is never compared with a certificate.
   */
  readonly environment?: string;
}
