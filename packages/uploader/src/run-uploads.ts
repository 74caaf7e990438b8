import type { CodedError } from '@ropewalk/core';
import { scheduleUploads } from './schedule.ts';
import { UploadError } from './upload-error.ts';
import type { UploadFile } from './upload-file.ts';
import type { UploadContext } from './upload-context.ts';
import { uploadOne } from './upload-one.ts';
import type { UploadedFile, UploadOutcome, UploadResult } from './upload-outcome.ts';

/** Uploads files, several at once where their order allows it, until all have ended. */
export async function runUploads(files: readonly UploadFile[], concurrency: number, context: UploadContext): Promise<UploadResult> {
  const schedule = scheduleUploads(files);
  const outcomes = new Map<number, UploadOutcome>();
  const underWay = new Map<number, Promise<number>>();
  const barriers = createBarriers();

  for (;;) {
    for (let number = underWay.size < concurrency ? schedule.next() : undefined; number !== undefined; number = underWay.size < concurrency ? schedule.next() : undefined) {
      const started = number;
      underWay.set(started, runOne(files[started], context, barriers).then((outcome) => {
        outcomes.set(started, outcome);
        return started;
      }));
    }
    if (underWay.size === 0) break;
    const ended = await firstOf(underWay);
    underWay.delete(ended);
    schedule.ended(ended, isThere(outcomes.get(ended)));
  }
  return { files: files.map((file, number) => endOf(file, outcomes.get(number))) };
}

// When one throws (an abort), the others end by the same signal; their ends are awaited so that nothing goes on behind.
async function firstOf(underWay: ReadonlyMap<number, Promise<number>>): Promise<number> {
  try {
    return await Promise.race(underWay.values());
  } catch (error) {
    await Promise.allSettled(underWay.values());
    throw error;
  }
}

async function runOne(file: UploadFile | undefined, context: UploadContext, barriers: Barriers): Promise<UploadOutcome> {
  if (file === undefined) throw new RangeError('No such file.');
  const barrier = barriers.before(file);
  const outcome = barrier === undefined ? await startOne(file, context) : notTried(file, barrier);
  barriers.note(file, outcome);
  context.emit({ type: 'upload-end', file: file.filename, outcome });
  return outcome;
}

async function startOne(file: UploadFile, context: UploadContext): Promise<UploadOutcome> {
  const credentialEndsAt = context.credential?.expiresAt();
  context.emit({ type: 'upload-start', file: file.filename, totalBytes: file.sizeBytes, ...(credentialEndsAt === undefined ? {} : { credentialEndsAt }) });
  return uploadOne(file, context);
}

/** Failures that keep other files from being tried. */
interface Barriers {
  before(file: UploadFile): CodedError | undefined;
  note(file: UploadFile, outcome: UploadOutcome): void;
}

// One file alone may make an index fail each time; so many in a row mean that the index is out of order.
const unavailableInARow = 3;

function createBarriers(): Barriers {
  let all: CodedError | undefined;
  let unavailable = 0;
  const projects = new Map<string, CodedError>();
  return {
    before: (file) => all ?? projects.get(file.project),
    note(file, outcome) {
      if (outcome.status !== 'failed') {
        unavailable = 0;
        return;
      }
      const { error, scope } = outcome;
      if (error.code === 'UPLOAD_NOT_TRIED') return;
      if (error.code === 'UPLOAD_UNAVAILABLE') unavailable += 1;
      if (scope === 'all' || unavailable >= unavailableInARow) all ??= error;
      if (scope === 'project' && !projects.has(file.project)) projects.set(file.project, error);
    },
  };
}

function notTried(file: UploadFile, barrier: CodedError): UploadOutcome {
  const error = new UploadError({
    code: 'UPLOAD_NOT_TRIED',
    message: `${file.filename} was not tried, because of what happened before: ${barrier.message}`,
    remedy: barrier.remedy,
    cause: barrier,
  });
  return { status: 'failed', error, scope: 'file' };
}

function isThere(outcome: UploadOutcome | undefined): boolean {
  return outcome !== undefined && outcome.status !== 'failed';
}

function endOf(file: UploadFile, outcome: UploadOutcome | undefined): UploadedFile {
  if (outcome === undefined) throw new RangeError(`${file.filename} has no outcome.`);
  return { file: file.filename, sha256: file.sha256, outcome };
}
