import { writeFile } from 'node:fs/promises';
import { createHttpClient } from '@ropewalk/http';
import { updateTrustedRoot, type TufRepository } from '@ropewalk/trusted-root/update';
import { CommandError } from '../../command-error.ts';
import { exitCodes } from '../../exit-codes.ts';
import { unwritable } from '../../output/write-new.ts';
import { textOption } from '../../text-option.ts';
import { rootCacheFile } from '../../trust/root-cache-file.ts';
import { rootText } from '../../trust/root-text.ts';
import { tufUrl } from '../../trust/tuf-url.ts';
import { readTufRoot } from './read-tuf-root.ts';
import { showTrustedRoot } from './show-trusted-root.ts';

/** `ropewalk trusted-root update` */
export async function updateCommand(options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<number> {
  const repository = await readRepository(options);
  const cacheFile = rootCacheFile(process.env, repository?.url);
  if (cacheFile === undefined) {
    throw new CommandError({ code: 'CONFIGURATION_KEEP', message: 'There is no folder to keep the trusted root in: this user has no home.', remedy: 'Set ROPEWALK_CACHE_DIR.' });
  }
  const http = createHttpClient();
  try {
    const trustedRoot = await updateTrustedRoot({ http, cacheFile, signal, ...(repository === undefined ? {} : { repository }) });
    const output = textOption(options, 'output');
    if (output !== undefined) await write(output, rootText(trustedRoot));
    showTrustedRoot(trustedRoot, [['kept in', cacheFile]]);
  } finally {
    await http.close();
  }
  return exitCodes.ok;
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

async function readRepository(options: Readonly<Record<string, unknown>>): Promise<TufRepository | undefined> {
  const url = tufUrl(options);
  const rootFile = textOption(options, 'tufRoot');
  if (url === undefined && rootFile === undefined) return undefined;
  if (url === undefined || rootFile === undefined) {
    throw new CommandError({ code: 'USAGE_OPTION', message: '--tuf-url and --tuf-root belong together.', remedy: "Give both; the root.json comes from the repository's operator, never from the repository." });
  }
  return { url, root: await readTufRoot(rootFile) };
}
