import { CodedError, type CodedErrorFields } from '@ropewalk/core';

/** Why a file was not uploaded. */
export type UploadErrorCode =
  /** The index does not take this file. */
  | 'UPLOAD_REFUSED'
  /** The index does not take this credential, or not for this project. */
  | 'UPLOAD_UNAUTHORIZED'
  /** No usable answer, after all attempts: the network, or a trouble of the index. */
  | 'UPLOAD_UNAVAILABLE'
  /** The index asks for a longer pause than is waited for. */
  | 'UPLOAD_RATE_LIMITED'
  /** The address is not one that takes uploads. */
  | 'UPLOAD_WRONG_URL'
  /** The index sends on to a place where the upload is not sent. */
  | 'UPLOAD_REDIRECTED'
  /** The index has another file of this name. */
  | 'FILE_CONFLICT'
  /** The index has a file of this name; whether it is the same could not be found out. */
  | 'FILE_EXISTS'
  /** The file is not any more what it was when it was read (and signed). */
  | 'FILE_CHANGED'
  /** The file cannot be read. */
  | 'FILE_UNREADABLE'
  /** Not tried, because another file failed in a way that concerns all. */
  | 'UPLOAD_NOT_TRIED';

/** Whom a failure concerns: this file, all files of its project, or everything sent to this index. */
export type FailureScope = 'file' | 'project' | 'all';

/** What an {@link UploadError} is made of. */
export interface UploadErrorFields extends CodedErrorFields<UploadErrorCode> {
  /** Default `file`. */
  readonly scope?: FailureScope;
  /** The status of the index's last answer. */
  readonly status?: number;
  /** The index's own words, fit to be shown. */
  readonly said?: string;
  /** Where the index sends on to, fit to be shown: without query, user and secrets. Default: nowhere. */
  readonly location?: string;
}

/** A file was not uploaded. */
export class UploadError extends CodedError<UploadErrorCode> {
  readonly scope: FailureScope;
  readonly status: number | undefined;
  readonly said: string | undefined;
  /** Where the index sends on to, of `UPLOAD_REDIRECTED`. */
  readonly location: string | undefined;

  constructor(fields: UploadErrorFields) {
    super(fields);
    this.scope = fields.scope ?? 'file';
    this.status = fields.status;
    this.said = fields.said;
    this.location = fields.location;
  }
}
