import type { Credential } from './credential.ts';
import { wellKnownIndexOf } from './well-known-index.ts';

/** Whether an index takes attestations from whoever uploads with a credential, and why, in a sentence. */
export interface AttestationSupport {
  /** `unknown`: the index says nothing about attestations; most ignore them. */
  readonly answer: 'yes' | 'no' | 'unknown';
  readonly reason: string;
}

/** Tells, before anything is sent, whether attestations make sense with a credential. */
export function attestationSupport(repositoryUrl: URL, kind: Credential['kind']): AttestationSupport {
  const index = wellKnownIndexOf(repositoryUrl);
  if (index === undefined) return { answer: 'unknown', reason: `${repositoryUrl.host} does not say whether it takes attestations.` };
  if (kind === 'minted') return { answer: 'yes', reason: `${repositoryUrl.host} takes attestations with trusted publishing.` };
  return {
    answer: 'no',
    reason: `${repositoryUrl.host} takes attestations only with trusted publishing, not with an API token; a file uploaded without one can never get one.`,
  };
}
