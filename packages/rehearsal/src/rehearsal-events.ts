import type { PublishEvent, PublishResult } from '@ropewalk/publish';
import type { Evidence } from '@ropewalk/verifier';

/** A file as the stranger found it: downloaded from the index and verified. */
export interface VerifiedDownload {
  readonly file: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** The provenance object as the index served it. */
  readonly provenance: string;
  readonly evidence: Evidence;
}

/** What happens in a rehearsal; the last event carries the result. */
export type RehearsalEvent =
  | { readonly type: 'world-start'; readonly ci: URL; readonly fulcio: URL; readonly rekor: URL; readonly index: URL }
  | { readonly type: 'job-start'; readonly provider: string; readonly publisher: string }
  | Exclude<PublishEvent, { readonly type: 'publish-end' }>
  /** The index serves the file and its provenance. */
  | { readonly type: 'index-serves'; readonly file: string; readonly url: URL }
  | ({ readonly type: 'download-verified' } & VerifiedDownload)
  | { readonly type: 'keep-end'; readonly folder: string; readonly files: readonly string[] }
  | { readonly type: 'rehearsal-end'; readonly result: RehearsalResult };

/** What a rehearsal showed. */
export interface RehearsalResult {
  readonly published: PublishResult;
  readonly downloads: readonly VerifiedDownload[];
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
}
