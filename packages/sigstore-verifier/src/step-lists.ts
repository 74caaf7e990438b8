import { artifactDigest } from './steps/artifact-digest.ts';
import { authorityValidity } from './steps/authority-validity.ts';
import { certificateChain } from './steps/certificate-chain.ts';
import { certificateLogsKnown } from './steps/certificate-logs-known.ts';
import { certificateSubject } from './steps/certificate-subject.ts';
import { certificateTransparency } from './steps/certificate-transparency.ts';
import { checkpointRoot } from './steps/checkpoint-root.ts';
import { checkpointSignature } from './steps/checkpoint-signature.ts';
import { criticalExtensions } from './steps/critical-extensions.ts';
import { expectedIdentity } from './steps/expected-identity.ts';
import { extendedKeyUsage } from './steps/extended-key-usage.ts';
import { extensionsAgree } from './steps/extensions-agree.ts';
import { inclusionPromise } from './steps/inclusion-promise.ts';
import { inclusionProof } from './steps/inclusion-proof.ts';
import { keyType } from './steps/key-type.ts';
import { keyUsage } from './steps/key-usage.ts';
import { logEntryContent } from './steps/log-entry-content.ts';
import { logEntryKind } from './steps/log-entry-kind.ts';
import { logEntryPresent } from './steps/log-entry-present.ts';
import { logEntrySigner } from './steps/log-entry-signer.ts';
import { logKnown } from './steps/log-known.ts';
import { noAuthority } from './steps/no-authority.ts';
import { envelopeRequired, payloadType } from './steps/payload-type.ts';
import { signature } from './steps/signature.ts';
import { signedTimeInCertificate } from './steps/signed-time-in-certificate.ts';
import { signedTimeNotInFuture } from './steps/signed-time-not-in-future.ts';
import { signedTimePresent } from './steps/signed-time-present.ts';
import { timestamps } from './steps/timestamps.ts';
import type { Step } from './verification.ts';

const content: readonly Step[] = [logEntryPresent, logEntryKind];
const time: readonly Step[] = [signedTimePresent, signedTimeNotInFuture];
const certificate: readonly Step[] = [
  signedTimeInCertificate,
  certificateSubject,
  keyUsage,
  extendedKeyUsage,
  noAuthority,
  keyType,
  criticalExtensions,
  extensionsAgree,
  authorityValidity,
  certificateLogsKnown,
];
const log: readonly Step[] = [inclusionPromise, checkpointSignature, checkpointRoot, inclusionProof, signature, logEntryContent, logEntrySigner];

/** What is checked of a bundle that is signed with a certificate, in order. */
export const certificateSteps: readonly Step[] = [
  ...content,
  payloadType,
  artifactDigest,
  ...time,
  ...certificate,
  logKnown,
  timestamps,
  certificateChain,
  certificateTransparency,
  expectedIdentity,
  ...log,
];

/**
 * The same for an attestation of a Python distribution: nothing but an in-toto statement in an envelope. Which file and
 * whose it is, the rules of PEP 740 compare.
 */
export const attestationSteps: readonly Step[] = certificateSteps
  .filter((step) => step !== artifactDigest && step !== expectedIdentity)
  .map((step) => (step === payloadType ? envelopeRequired : step));

/** What is checked of a bundle that is signed with a bare key. */
export const keySteps: readonly Step[] = [...content, payloadType, artifactDigest, ...time, logKnown, timestamps, ...log];
