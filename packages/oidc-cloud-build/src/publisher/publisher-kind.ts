import type { PublisherKind } from '@ropewalk/core';
import { mismatches } from './mismatches.ts';
import { formatPublisher, parsePublisher } from './parse-publisher.ts';
import type { GooglePublisher } from './publisher.ts';
import { recognise, recogniseToken, visibility } from './recognise.ts';

/** How a Google publisher is written (`google:EMAIL`) and recognised. Comparison is exact, as PyPI's verifier does it. */
export const googlePublisher: PublisherKind<GooglePublisher> = {
  kind: 'Google',
  prefix: 'google',
  parse: parsePublisher,
  format: formatPublisher,
  recognise,
  recogniseToken,
  visibility,
  mismatches,
};
