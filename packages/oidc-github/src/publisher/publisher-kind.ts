import type { PublisherKind } from '@ropewalk/core';
import { mismatches } from './mismatches.ts';
import { formatPublisher, parsePublisher } from './parse-publisher.ts';
import type { GitHubPublisher } from './publisher.ts';
import { recognise, recogniseToken, visibility } from './recognise.ts';

/**
 * How a GitHub publisher is written (`github:OWNER/REPO`) and recognised.
 *
 * Comparison is exact, as PyPI's verifier does it, and the certificate must not contradict itself.
 */
export const githubPublisher: PublisherKind<GitHubPublisher> = {
  kind: 'GitHub',
  prefix: 'github',
  parse: parsePublisher,
  format: formatPublisher,
  recognise,
  recogniseToken,
  visibility,
  mismatches,
};
