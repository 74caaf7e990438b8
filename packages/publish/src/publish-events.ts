import type { TokenProblem } from '@ropewalk/core';
import type { Attestation } from '@ropewalk/pep740';
import type { CodedError } from '@ropewalk/core';
import type { CredentialFacts } from '@ropewalk/credentials';
import type { Finding } from '@ropewalk/preflight';
import type { Existence, UploadEvent, UploadOutcome } from '@ropewalk/uploader';
import type { Evidence } from '@ropewalk/verifier';
import type { AttestationFileKind } from './existing-attestations.ts';

/** A file of the release. */
export interface ReleaseFile {
  readonly file: string;
  readonly project: string;
  readonly version: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** What was given and is no distribution: a checksum list, an attestation. */
export interface StrayFile {
  readonly file: string;
  /** In a few words. */
  readonly kind: string;
}

/** What happens while a release is signed, or while its attestations are looked for. */
export type AttestationEvent =
  /** Fulcio gave a certificate, after `log-notice`. `publisher` is `undefined` when no kind knows the identity's issuer. */
  | { readonly type: 'signer-ready'; readonly publisher: string | undefined; readonly issuer: string; /** Good to know about such an identity. */ readonly notes: readonly TokenProblem[] }
  /** In a dry run: who would sign. Nothing was asked of Fulcio. */
  | { readonly type: 'signer-planned'; readonly publisher: string | undefined; readonly issuer: string; readonly notes: readonly TokenProblem[] }
  /** Before a certificate is asked for: what will stay in public logs, for everyone to read and for ever. Leaving the loop here leaves no trace. */
  | { readonly type: 'log-notice'; readonly rekorUrl: URL; readonly names: readonly string[]; readonly files: readonly string[] }
  /** Signed, logged, and verified with the rule the index will apply. */
  | { readonly type: 'attestation-end'; readonly file: string; readonly kind: AttestationFileKind; readonly attestation: Attestation; readonly evidence: Evidence }
  /** An attestation that was there holds for this file and this identity: it is used again. */
  | { readonly type: 'attestation-reused'; readonly file: string; readonly path: string; readonly evidence: Evidence }
  /** One that was there does not hold: another is made. */
  | { readonly type: 'attestation-passed-over'; readonly file: string; readonly path: string; readonly reason: string }
  /** A new one was written. */
  | { readonly type: 'attestation-kept'; readonly file: string; readonly path: string }
  /** A bundle that was named cannot be used for any file; `position` counts from 1. */
  | { readonly type: 'bundle-passed-over'; readonly path: string; readonly position: number; readonly reason: string }
  /** Signing does not work, and the release goes on all the same (`auto`): these files go without, and can never get an attestation later. */
  | { readonly type: 'signing-failed'; readonly error: CodedError; readonly files: readonly string[] };

/** What happens to single files while they are uploaded. */
export type FileEvent = Exclude<UploadEvent, { readonly type: 'uploads-end' }>;

/** What happens with one index. */
export type DestinationEvent =
  /** As whom the release goes there; `credential` is `undefined` when the index asks for none. `note`: why a stronger source was passed over. */
  | { readonly type: 'credential-found'; readonly repositoryUrl: URL; readonly name: string | undefined; readonly credential: CredentialFacts | undefined; readonly note?: string }
  /** No attestations go there, and why. A file uploaded without one can never get one. */
  | { readonly type: 'attestations-off'; readonly repositoryUrl: URL; readonly credential: string | undefined; readonly reason: string }
  /** These go there without an attestation, for there is none: they can never get one. */
  | { readonly type: 'attestations-missing'; readonly repositoryUrls: readonly URL[]; readonly files: readonly string[] }
  /** What the index has of the release already, by name and sha256. */
  | { readonly type: 'existing-found'; readonly repositoryUrl: URL; readonly files: readonly ExistingReleaseFile[] }
  /** The release was held against what the index has already. Errors among the findings end it here. */
  | { readonly type: 'index-checked'; readonly repositoryUrl: URL; readonly findings: readonly Finding[] }
  /** It cannot be asked, about these projects: then nothing of them is compared beforehand, and nothing awaited afterwards. */
  | { readonly type: 'existing-unknown'; readonly repositoryUrl: URL; readonly projects: readonly string[]; readonly reason: string }
  /** The index took the identity for an upload token. */
  | { readonly type: 'upload-token-ready'; readonly repositoryUrl: URL; readonly expiresAt: Date | undefined }
  | { readonly type: 'destination-start'; readonly repositoryUrl: URL; readonly name: string | undefined }
  | FileEvent
  /** Everything was sent; the index is asked until it serves it, but no longer than `timeoutMs`. */
  | { readonly type: 'serve-wait'; readonly repositoryUrl: URL; readonly files: readonly string[]; readonly timeoutMs: number }
  | { readonly type: 'serve-end'; readonly file: string; readonly served: ServedState }
  | { readonly type: 'destination-end'; readonly repositoryUrl: URL; readonly name: string | undefined; readonly files: readonly PublishedFile[] };

/** What an index has of one file. */
export interface ExistingReleaseFile {
  readonly file: string;
  readonly existence: Existence;
}

/** What happens while a release is published; the last event carries the result. */
export type PublishEvent =
  | { readonly type: 'release-read'; readonly files: readonly ReleaseFile[]; readonly strays: readonly StrayFile[] }
  /** Errors among the findings end it here. `descriptionJudge`: what rendered reStructuredText, where something had to. */
  | { readonly type: 'release-checked'; readonly findings: readonly Finding[]; readonly descriptionJudge: string | undefined }
  | { readonly type: 'identity-found'; readonly provider: string }
  | AttestationEvent
  | DestinationEvent
  | { readonly type: 'publish-end'; readonly result: PublishResult };

/** What was published. */
export interface PublishResult {
  /** The first index it was uploaded to. */
  readonly repositoryUrl: URL;
  /** Who signed; `undefined` when nothing was signed. */
  readonly publisher: string | undefined;
  /** Whether everything was done but the uploads. */
  readonly isDryRun: boolean;
  /** Every file at every index, in the order given. */
  readonly files: readonly PublishedFile[];
}

/** A file that was published. */
export interface PublishedFile extends ReleaseFile {
  readonly repositoryUrl: URL;
  /** What went with it: the publish attestation; `undefined` when there is none. */
  readonly attestation: Attestation | undefined;
  /** All that went with it, that one first. */
  readonly attestations: readonly Attestation[];
  readonly outcome: PublishOutcome;
  /** What the index serves of it afterwards; `undefined` when nobody waited. */
  readonly served: ServedState | undefined;
}

/** How it ended for one file at one index. */
export type PublishOutcome =
  | UploadOutcome
  /** A dry run: it would be sent. */
  | { readonly status: 'planned' }
  /** Nothing was tried there, because of what happened before. */
  | { readonly status: 'not-tried'; readonly reason: string };

/** What an index serves of a file after the upload. */
export type ServedState =
  | { readonly status: 'served'; readonly hasProvenance: boolean }
  | { readonly status: 'different'; readonly sha256: string }
  | { readonly status: 'missing' | 'without-provenance' }
  | { readonly status: 'unreadable'; readonly error: CodedError };
