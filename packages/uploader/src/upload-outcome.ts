import type { CodedError } from '@ropewalk/core';
import type { FailureScope } from './upload-error.ts';

/** How it ended for one file. */
export type UploadOutcome =
  | {
      readonly status: 'uploaded';
      /** `answer`: the index said so. `index`: its answer was lost, but afterwards it listed the file with the right digest. */
      readonly confirmedBy: 'answer' | 'index';
      readonly attempts: number;
      /** Time for handing the bytes to the network, in milliseconds. */
      readonly transferMs: number;
      /** Time the index took after that, in milliseconds. */
      readonly serverMs: number;
      /** What the index said with its yes, fit to be shown. Usually nothing. */
      readonly said?: string;
    }
  | {
      /** The same bytes were there before. */
      readonly status: 'unchanged';
      /** `undefined` when the index does not say. */
      readonly hasProvenance?: boolean;
    }
  | {
      /** A file of this name was there before, and nobody could compare it. Only with `skipExisting`. */
      readonly status: 'skipped';
      readonly said: string;
    }
  | { readonly status: 'failed'; readonly error: CodedError; readonly scope: FailureScope };

/** The end of one file. */
export interface UploadedFile {
  readonly file: string;
  readonly sha256: string;
  readonly outcome: UploadOutcome;
}

/** The end of all files, in the order they were given. */
export interface UploadResult {
  readonly files: readonly UploadedFile[];
}

/** What happens while files are uploaded. Events of several files may be mixed. */
export type UploadEvent =
  | { readonly type: 'upload-start'; readonly file: string; readonly totalBytes: number; /** When the credential ends, where known. */ readonly credentialEndsAt?: Date }
  | { readonly type: 'upload-progress'; readonly file: string; readonly sentBytes: number; readonly totalBytes: number }
  /** Everything was sent; the index works. */
  | { readonly type: 'upload-wait'; readonly file: string }
  | { readonly type: 'upload-retry'; readonly file: string; readonly attempt: number; readonly pauseMs: number; readonly reason: string }
  /** Something worth saying that stops nothing. */
  | { readonly type: 'upload-note'; readonly file: string; readonly note: string }
  | { readonly type: 'upload-end'; readonly file: string; readonly outcome: UploadOutcome }
  | { readonly type: 'uploads-end'; readonly result: UploadResult };
