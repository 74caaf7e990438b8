import type { Fault, FaultPlan } from '@ropewalk/local-sigstore';

/** Something that goes wrong with one of the two services. */
export interface FaultCase {
  readonly title: string;
  readonly service: 'fulcio' | 'rekor';
  readonly fault: Fault;
  readonly plan?: FaultPlan;
}

/** What passes, or can be put right: the first run ends with good attestations. */
export const passing: readonly FaultCase[] = [
  { title: 'a slow Fulcio', service: 'fulcio', fault: { kind: 'slow', delayMs: 400 } },
  { title: 'a slow Rekor', service: 'rekor', fault: { kind: 'slow', delayMs: 400 } },
  { title: 'a Fulcio that fails twice', service: 'fulcio', fault: { kind: 'status', status: 500 }, plan: { times: 2 } },
  { title: 'a Fulcio that wants a pause', service: 'fulcio', fault: { kind: 'status', status: 429, retryAfter: '1' }, plan: { times: 1 } },
  { title: 'a Fulcio whose answer breaks off', service: 'fulcio', fault: { kind: 'reset' }, plan: { times: 1 } },
  { title: 'a Rekor that fails five times', service: 'rekor', fault: { kind: 'status', status: 500 }, plan: { times: 5 } },
  { title: 'a Rekor that is overloaded', service: 'rekor', fault: { kind: 'status', status: 429, retryAfter: '1' }, plan: { times: 3 } },
  { title: 'a Rekor whose answers break off', service: 'rekor', fault: { kind: 'reset' }, plan: { times: 2 } },
  { title: 'a Rekor whose replies are lost after it logged', service: 'rekor', fault: { kind: 'reply-lost' }, plan: { times: 2 } },
  { title: 'a Rekor that answers with a conflict', service: 'rekor', fault: { kind: 'conflict' } },
];

/** What does not pass: the first run ends with one error, and `code` says which. */
export const lasting: readonly (FaultCase & { readonly code: string })[] = [
  { title: 'a Fulcio that is down', service: 'fulcio', fault: { kind: 'status', status: 503 }, code: 'SIGNING_TIMEOUT' },
  { title: 'a silent Fulcio', service: 'fulcio', fault: { kind: 'silent' }, code: 'SIGNING_TIMEOUT' },
  { title: 'a Fulcio that refuses', service: 'fulcio', fault: { kind: 'status', status: 400 }, code: 'FULCIO_REFUSED' },
  { title: 'a certificate of a foreign authority', service: 'fulcio', fault: { kind: 'foreign-certificate' }, code: 'CERTIFICATE_WRONG' },
  { title: 'a certificate that has expired', service: 'fulcio', fault: { kind: 'expired-certificate' }, code: 'CERTIFICATE_WRONG' },
  { title: 'a certificate of the future', service: 'fulcio', fault: { kind: 'future-certificate' }, code: 'CERTIFICATE_WRONG' },
  { title: 'a certificate for another key', service: 'fulcio', fault: { kind: 'other-key' }, code: 'CERTIFICATE_WRONG' },
  { title: 'a certificate without an SCT', service: 'fulcio', fault: { kind: 'no-sct' }, code: 'CERTIFICATE_WRONG' },
  { title: 'a certificate with a detached SCT', service: 'fulcio', fault: { kind: 'detached-sct' }, code: 'CERTIFICATE_WRONG' },
  { title: 'an SCT of a foreign log', service: 'fulcio', fault: { kind: 'foreign-sct' }, code: 'CERTIFICATE_WRONG' },
  { title: 'a Rekor that goes down half-way', service: 'rekor', fault: { kind: 'status', status: 503 }, plan: { after: 2 }, code: 'SIGNING_TIMEOUT' },
  { title: 'a Rekor that falls silent', service: 'rekor', fault: { kind: 'silent' }, plan: { after: 2 }, code: 'SIGNING_TIMEOUT' },
  { title: 'a Rekor that refuses', service: 'rekor', fault: { kind: 'status', status: 400 }, plan: { after: 2 }, code: 'REKOR_REFUSED' },
  { title: 'a wrong inclusion proof', service: 'rekor', fault: { kind: 'wrong-proof' }, plan: { after: 2 }, code: 'LOG_ENTRY_WRONG' },
  { title: 'a wrong root hash', service: 'rekor', fault: { kind: 'wrong-root' }, plan: { after: 2 }, code: 'LOG_ENTRY_WRONG' },
  { title: 'a checkpoint signed by another', service: 'rekor', fault: { kind: 'wrong-checkpoint' }, plan: { after: 2 }, code: 'LOG_ENTRY_WRONG' },
  { title: 'a wrong promise', service: 'rekor', fault: { kind: 'wrong-promise' }, plan: { after: 2 }, code: 'LOG_ENTRY_WRONG' },
  { title: 'the entry of another file', service: 'rekor', fault: { kind: 'other-entry' }, plan: { after: 2 }, code: 'LOG_ENTRY_WRONG' },
];
