export { publish, upload } from './publish.ts';
export { sign } from './sign-files.ts';
export type { SignOptions } from './sign-options.ts';
export type { RunOptions } from './run-options.ts';
export type { SigningOptions, SigstoreOptions } from './signing-options.ts';
export type { SignedAttestation, SignedFile, SignFilesEvent, SignFilesResult } from './sign-events.ts';
export type { DeliveryOptions, PublisherOptions, PublishOptions, RenderDescriptions, UploadOptions } from './publish-options.ts';
export type { AttestationChoice } from './attestation-plan.ts';
export type {
  AttestationEvent,
  DestinationEvent,
  ExistingReleaseFile,
  FileEvent,
  PublishedFile,
  PublishEvent,
  PublishOutcome,
  PublishResult,
  ReleaseFile,
  ServedState,
  StrayFile,
} from './publish-events.ts';
export { PublishError, type PublishErrorCode } from './publish-error.ts';
export type { Destination } from './destination.ts';
export {
  attestationFileName,
  findAttestationFiles,
  judgeAttestation,
  keepAttestation,
  type AttestationFile,
  type AttestationFileKind,
  type ReuseContext,
  type ReuseVerdict,
} from './existing-attestations.ts';
export { publicGoodSigstore, type TrustedSigstore } from './sigstore-instance.ts';
export type { StandingOptions } from './standing.ts';
export { whoami, type IndexStanding } from './whoami.ts';
