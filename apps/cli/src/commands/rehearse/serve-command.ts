import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serveWorld } from '@ropewalk/rehearsal';
import { exitCodes } from '../../exit-codes.ts';
import { processConsole as console } from '../../output/console.ts';
import { printable } from '../../output/printable.ts';
import { requireFiles } from '../../require-files.ts';
import { rehearsalCi } from './rehearsal-ci.ts';

/** `ropewalk rehearse --serve`: the loopback world for commands in a second shell, until Ctrl-C. */
export async function serveCommand(files: readonly string[], options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<number> {
  await requireFiles(files);
  const folder = await mkdtemp(join(tmpdir(), 'ropewalk-rehearsal-'));
  const ci = rehearsalCi(options);
  const served = await serveWorld(files.map((file) => resolve(file)), folder, ci);
  try {
    console.note('A CI, a Sigstore and an index are up on loopback. Paste this into a second shell:');
    for (const [name, value] of Object.entries(served.env)) console.out(`export ${name}=${quoted(value)}`);
    // A Google account is used only when that is said.
    const identity = ci === 'google' ? '--identity google ' : '';
    console.note(`Then publish there: ropewalk publish ${identity}${served.files.map((file) => printable(quoted(file))).join(' ')}`);
    console.note('The secrets above are worth nothing outside this rehearsal. Ctrl-C ends it.');
    await aborted(signal);
    return exitCodes.ok;
  } finally {
    await served.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A word for any POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    // The servers keep the process alive; without them it would end by itself.
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
}
