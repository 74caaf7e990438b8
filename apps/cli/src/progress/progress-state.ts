import type { PublishEvent } from '@ropewalk/publish';

/** How far one file is. `waiting`: everything was sent, the index has not answered yet. */
export interface FileProgress {
  readonly file: string;
  readonly sentBytes: number;
  /** Of the file and the form around it. */
  readonly totalBytes: number;
  readonly phase: 'sending' | 'waiting' | 'ended';
  /** On the clock of the caller, in milliseconds. */
  readonly startedAt: number;
}

/** How far a release is at one index. */
export interface ProgressState {
  readonly files: ReadonlyMap<string, FileProgress>;
  /** Files of the release, and their bytes. */
  readonly fileCount: number;
  readonly totalBytes: number;
  /** Bytes sent by this run: for the rate. What was there already does not count. */
  readonly sentBytes: number;
  readonly startedAt: number | undefined;
}

/** Nothing was sent yet. */
export const noProgress: ProgressState = { files: new Map(), fileCount: 0, totalBytes: 0, sentBytes: 0, startedAt: undefined };

/** The state after an event that happened at `now` (milliseconds, any origin). */
export function afterEvent(state: ProgressState, event: PublishEvent, now: number): ProgressState {
  switch (event.type) {
    case 'release-read':
      return { ...noProgress, fileCount: event.files.length, totalBytes: event.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };
    case 'destination-start':
      return { ...state, files: new Map(), sentBytes: 0, startedAt: now };
    case 'upload-start':
      return withFile(state, { file: event.file, sentBytes: 0, totalBytes: event.totalBytes, phase: 'sending', startedAt: now });
    case 'upload-progress': {
      const before = state.files.get(event.file);
      const file: FileProgress = { file: event.file, sentBytes: event.sentBytes, totalBytes: event.totalBytes, phase: 'sending', startedAt: before?.startedAt ?? now };
      // Another attempt begins at nothing again.
      const more = Math.max(0, event.sentBytes - (before?.sentBytes ?? 0));
      return { ...withFile(state, file), sentBytes: state.sentBytes + more };
    }
    case 'upload-wait':
      return withPhase(state, event.file, 'waiting');
    case 'upload-end':
      return withPhase(state, event.file, 'ended');
    default:
      return state;
  }
}

function withFile(state: ProgressState, file: FileProgress): ProgressState {
  return { ...state, files: new Map(state.files).set(file.file, file) };
}

function withPhase(state: ProgressState, name: string, phase: FileProgress['phase']): ProgressState {
  const file = state.files.get(name);
  return file === undefined ? state : withFile(state, { ...file, phase });
}
