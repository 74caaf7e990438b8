import type { HttpClient } from '@ropewalk/core';
import type { Credential } from '@ropewalk/credentials';
import { abortableSleep } from '@ropewalk/http';
import { createCredentialCheck } from './check-credential.ts';
import { createEventQueue } from './event-queue.ts';
import type { LookUpFile } from './existing-file.ts';
import { runUploads } from './run-uploads.ts';
import type { UploadPatience } from './send.ts';
import type { UploadFile } from './upload-file.ts';
import type { UploadRetries } from './upload-context.ts';
import type { UploadEvent } from './upload-outcome.ts';

/** What to upload, where to, and how. */
export interface UploadRequest {
  /** In the order in which they should go. */
  readonly files: readonly UploadFile[];
  /** The address that takes uploads: `https://upload.pypi.org/legacy/`. */
  readonly repositoryUrl: URL;
  /** Default none: for indexes that ask for none. */
  readonly credential?: Credential;
  readonly http: HttpClient;
  /** Asks the index for a file by its name. Default: it is not asked, and its answers to the uploads decide. */
  readonly lookUp?: LookUpFile;
  /** Passes over files whose name is there and whose content nobody can compare. Other content is an error all the same. Default false. */
  readonly skipExisting?: boolean;
  /** How many files go at once, once their release exists. Default 4. */
  readonly concurrency?: number;
  /** Default: 60 s without a byte taken, 300 s for an answer, 32 KiB per second. */
  readonly patience?: Partial<UploadPatience>;
  /** Default: 5 attempts, pauses from 1 s to 60 s. */
  readonly retries?: Partial<UploadRetries>;
  readonly now?: () => Date;
  readonly random?: () => number;
  readonly sleep?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Uploads the files of a release. What goes wrong with a file is its outcome, not an error: the others go on, unless it
 * concerns all. The last event carries the outcomes in the order of the files.
 *
 * Leaving the loop early aborts what is under way.
 *
 * @throws The reason of `signal` when that aborts.
 */
export async function* upload(request: UploadRequest): AsyncGenerator<UploadEvent, void, undefined> {
  const leaving = new AbortController();
  const queue = createEventQueue<UploadEvent>();
  const target = {
    http: request.http,
    repositoryUrl: withoutUserinfo(request.repositoryUrl),
    credential: request.credential,
    patience: { stallMs: 60_000, answerMs: 300_000, minBytesPerSecond: 32 * 1024, ...request.patience },
    signal: request.signal === undefined ? leaving.signal : AbortSignal.any([request.signal, leaving.signal]),
  };
  const running = runUploads(request.files, request.concurrency ?? 4, {
    ...target,
    credentialCheck: createCredentialCheck(target),
    lookUp: request.lookUp,
    skipExisting: request.skipExisting ?? false,
    retries: { attempts: 5, baseMs: 1000, maxMs: 60_000, ...request.retries },
    now: request.now ?? (() => new Date()),
    random: request.random ?? Math.random,
    sleep: request.sleep ?? abortableSleep,
    emit: queue.push,
  }).then(
    (result) => {
      queue.push({ type: 'uploads-end', result });
      queue.close();
    },
    (error: unknown) => queue.fail(error),
  );
  try {
    yield* queue.events();
  } finally {
    leaving.abort();
    await running;
  }
}

function withoutUserinfo(url: URL): URL {
  const copy = new URL(url.href);
  copy.username = '';
  copy.password = '';
  copy.hash = '';
  return copy;
}
