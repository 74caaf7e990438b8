import type { HttpClient } from '@ropewalk/core';
import type { Credential } from '@ropewalk/credentials';
import type { CredentialCheck } from './check-credential.ts';
import type { LookUpFile } from './existing-file.ts';
import type { UploadPatience } from './send.ts';
import type { UploadEvent } from './upload-outcome.ts';

/** How often and after which pauses an upload is tried again. */
export interface UploadRetries {
  /** Attempts in all. */
  readonly attempts: number;
  readonly baseMs: number;
  /** The longest pause; an index that asks for a longer one is not waited for. */
  readonly maxMs: number;
}

/** What all uploads of a run share. */
export interface UploadContext {
  readonly http: HttpClient;
  readonly repositoryUrl: URL;
  readonly credential: Credential | undefined;
  readonly credentialCheck: CredentialCheck;
  readonly lookUp: LookUpFile | undefined;
  readonly skipExisting: boolean;
  readonly patience: UploadPatience;
  readonly retries: UploadRetries;
  readonly now: () => Date;
  readonly random: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  readonly signal: AbortSignal | undefined;
  readonly emit: (event: UploadEvent) => void;
}
