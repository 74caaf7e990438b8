import type { PublisherKind } from '@ropewalk/core';
import { mismatches } from './mismatches.ts';
import { formatPublisher, parsePublisher } from './parse-publisher.ts';
import type { GitLabPublisher } from './publisher.ts';
import { recognise, recogniseToken, visibility } from './recognise.ts';

/**
 * How a GitLab publisher is written (`gitlab:GROUP/…/PROJECT`) and recognised.
 *
 * Comparison is exact, as PyPI's verifier does it, and the certificate must not contradict itself.
 */
export const gitlabPublisher: PublisherKind<GitLabPublisher> = {
  kind: 'GitLab',
  prefix: 'gitlab',
  parse: parsePublisher,
  format: formatPublisher,
  recognise,
  recogniseToken,
  visibility,
  mismatches,
};
