import type { Attestation } from '@ropewalk/pep740';
import type { Evidence } from '@ropewalk/verifier';
import type { AttestationFileKind } from './existing-attestations.ts';
import type { AttestationEvent } from './publish-events.ts';

/** What happens while files are signed; the last event carries the result. When something fails, it comes before the error. */
export type SignFilesEvent =
  | { readonly type: 'files-read'; readonly files: readonly { readonly file: string; readonly sizeBytes: number; /** Lower-case hexadecimal. */ readonly sha256: string }[] }
  | { readonly type: 'identity-found'; readonly provider: string }
  | Exclude<AttestationEvent, { readonly type: 'signing-failed' }>
  | { readonly type: 'sign-end'; readonly result: SignFilesResult };

/** What was signed. */
export interface SignFilesResult {
  /** Who signed, in words; `undefined` when that is not known. */
  readonly publisher: string | undefined;
  readonly rekorUrl: URL;
  /** In the order given. */
  readonly files: readonly SignedFile[];
}

/** A file, and its attestations. */
export interface SignedFile {
  readonly file: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly attestations: readonly SignedAttestation[];
  /** The kinds that are still to be signed: empty when all went well. */
  readonly missing: readonly AttestationFileKind[];
}

/** An attestation of a file. */
export interface SignedAttestation {
  readonly kind: AttestationFileKind;
  /** `found` where it belongs, taken from a file of bundles, or signed now. */
  readonly origin: 'found' | 'bundle' | 'signed';
  /** Every file that holds it. */
  readonly paths: readonly string[];
  readonly attestation: Attestation;
  readonly evidence: Evidence;
}
