import type { Attestation } from '@ropewalk/pep740';
import type { Finding } from '@ropewalk/preflight';
import type { UploadEvent, UploadOutcome } from '@ropewalk/uploader';
import type { Evidence } from '@ropewalk/verifier';

/** A file of the release. */
export interface ReleaseFile {
  readonly file: string;
  readonly project: string;
  readonly version: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** What happens while a release is signed. */
export type AttestationEvent =
  /** Fulcio gave a certificate. `publisher` is `undefined` when no kind knows the identity's issuer. */
  | { readonly type: 'signer-ready'; readonly publisher: string | undefined; readonly issuer: string }
  /** Signed, logged, and verified with the rule the index will apply. */
  | { readonly type: 'attestation-end'; readonly file: string; readonly attestation: Attestation; readonly evidence: Evidence };

/** What happens to single files while they are uploaded. */
export type FileEvent = Exclude<UploadEvent, { readonly type: 'uploads-end' }>;

/** What happens while a release is published; the last event carries the result. */
export type PublishEvent =
  | { readonly type: 'release-read'; readonly files: readonly ReleaseFile[] }
  | { readonly type: 'release-checked'; readonly findings: readonly Finding[] }
  | { readonly type: 'identity-found'; readonly provider: string }
  /** A token was given, so nothing is signed. */
  | { readonly type: 'attestations-off'; readonly credential: string }
  | AttestationEvent
  /** The index took the identity for an upload token. */
  | { readonly type: 'upload-token-ready'; readonly expiresAt: Date | undefined }
  | FileEvent
  | { readonly type: 'publish-end'; readonly result: PublishResult };

/** What was published. */
export interface PublishResult {
  /** Where it was uploaded to. */
  readonly repositoryUrl: URL;
  /** Who signed; `undefined` when nothing was signed. */
  readonly publisher: string | undefined;
  readonly files: readonly PublishedFile[];
}

/** A file that was published. */
export interface PublishedFile extends ReleaseFile {
  /** `undefined` when nothing was signed. */
  readonly attestation: Attestation | undefined;
  readonly outcome: UploadOutcome;
}
