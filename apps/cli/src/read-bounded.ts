import { open } from 'node:fs/promises';

/**
 * Reads a file, but no more than one byte over `maxBytes`: enough for a parser to say that it is too large.
 */
export async function readBounded(path: string, maxBytes: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const wanted = Math.min(size, maxBytes + 1);
    const bytes = new Uint8Array(wanted);
    let filled = 0;
    while (filled < wanted) {
      const { bytesRead } = await file.read(bytes, filled, wanted - filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await file.close();
  }
}
