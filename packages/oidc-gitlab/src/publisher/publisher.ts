import type { Publisher } from '@ropewalk/core';

/** The issuer of gitlab.com's tokens. Self-managed instances are their own issuers. */
export const gitlabIssuer = 'https://gitlab.com';

/** A pipeline of a project on gitlab.com. Members are named as the index names them. */
export interface GitLabPublisher extends Publisher {
  readonly kind: 'GitLab';
  /** `group/project` with all subgroups, spelled exactly as GitLab spells it. */
  readonly repository: string;
  /** Path of the top-level pipeline file, e.g. `.gitlab-ci.yml`. Left out: any pipeline of the project. */
  readonly workflow_filepath?: string;
  /**
   * Deployment environment. The index demands it when it hands out an upload token; nothing in the part of the
   * certificate that verifiers read says it, so it is never compared with a certificate.
   */
  readonly environment?: string;
}
