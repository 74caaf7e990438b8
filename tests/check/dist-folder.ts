import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Makes a folder with these files; it is gone when the test ends. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ropewalk-check-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** Built files by their names, in `dist`. */
export function inDist(...files: readonly { readonly filename: string; readonly bytes: Uint8Array }[]): Readonly<Record<string, Uint8Array>> {
  return Object.fromEntries(files.map(({ filename, bytes }) => [`dist/${filename}`, bytes]));
}
