import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { readable } from './readable.ts';

/**
 * Reads a file, but no more than one byte over `maxBytes`: enough for a parser to say that it is too large.
 *
 * What is read this way is small and often one of many: the way through the thread pool would cost more than the read.
 *
 * @throws `CommandError` `USAGE_FILE_UNREADABLE`
 */
export async function readBounded(path: string, maxBytes: number): Promise<Uint8Array> {
  return readable(path, () => read(path, maxBytes));
}

function read(path: string, maxBytes: number): Uint8Array {
  // A pipe without a writer must not hold the process up.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const wanted = Math.min(fstatSync(file).size, maxBytes + 1);
    const bytes = new Uint8Array(wanted);
    let filled = 0;
    while (filled < wanted) {
      const bytesRead = readSync(file, bytes, filled, wanted - filled, null);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    closeSync(file);
  }
}
