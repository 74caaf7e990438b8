import type { UploadFile } from './upload-file.ts';

/** Decides which file goes next. */
export interface UploadSchedule {
  /** The number of a file that may start now; `undefined` when none may before another one has ended. */
  next(): number | undefined;
  /** A file has ended; `isThere` when the index has it now. */
  ended(number: number, isThere: boolean): void;
}

/**
 * Orders uploads so that the first file of a project goes alone within its project, and the first of a version alone
 * within its version: it creates them on the index, and two at once would race for that. If it fails, the next one
 * takes its place. Files of versions that are there go freely.
 */
export function scheduleUploads(files: readonly Pick<UploadFile, 'project' | 'version'>[]): UploadSchedule {
  const waiting = new Set(files.keys());
  const there = new Set<string>();
  const creating = new Set<string>();
  const keysOf = (number: number): readonly string[] => {
    const file = files[number];
    // A blank is in neither a project's name nor a version, so the two kinds of keys never meet.
    return file === undefined ? [] : [file.project, `${file.project} ${file.version}`];
  };
  return {
    next() {
      for (const number of waiting) {
        const missing = keysOf(number).filter((key) => !there.has(key));
        if (missing.some((key) => creating.has(key))) continue;
        for (const key of missing) creating.add(key);
        waiting.delete(number);
        return number;
      }
      return undefined;
    },
    ended(number, isThere) {
      for (const key of keysOf(number)) {
        creating.delete(key);
        if (isThere) there.add(key);
      }
    },
  };
}
