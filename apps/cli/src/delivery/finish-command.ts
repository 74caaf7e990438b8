import type { PublishResult } from '@ropewalk/publish';
import { basename } from 'node:path';

/** Options whose value is a secret: they are named, not repeated. */
const secretOptions = new Set(['-p', '--password', '--token']);

/**
 * The command that finishes a release: the one that was given, with the files that are not done at every index, and without
 * secrets.
 *
 * @param args - As the program got them, the command's name first.
 * @param files - The files among them.
 * @returns `undefined` when everything is done, or nothing can finish it as it is.
 */
export function finishCommand(args: readonly string[], files: readonly string[], result: PublishResult | undefined): string | undefined {
  const open = openFiles(result, files);
  if (open.length === 0) return undefined;
  const words: string[] = ['ropewalk'];
  const isFile = new Set(files);
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? '';
    const [option = ''] = word.split('=', 1);
    if (secretOptions.has(option)) {
      if (!word.includes('=')) index += 1;
      continue;
    }
    if (/^-p./.test(word) && !word.startsWith('--')) continue;
    if (!isFile.has(word)) words.push(withoutSecret(word));
  }
  return [...words, ...open].map(quoted).join(' ');
}

/** Whether a command has secrets that {@link finishCommand} leaves out. */
export function holdsSecret(args: readonly string[]): boolean {
  return args.some((word) => secretOptions.has(word.split('=', 1)[0] ?? '') || /^-p./.test(word) || withoutSecret(word) !== word);
}

/** The files that another run can still finish. Other content under the same name never can. */
function openFiles(result: PublishResult | undefined, files: readonly string[]): readonly string[] {
  if (result === undefined || result.isDryRun) return [];
  const isHopeless = result.files.some(({ outcome }) => outcome.status === 'failed' && outcome.error.code === 'FILE_CONFLICT');
  const open = result.files.filter(
    ({ outcome, served }) => outcome.status === 'failed' || outcome.status === 'not-tried' || (served !== undefined && served.status !== 'served'),
  );
  const names = new Set(open.filter(({ outcome }) => !(outcome.status === 'failed' && outcome.error.code === 'FILE_CONFLICT')).map(({ file }) => file));
  if (isHopeless && open.every(({ outcome }) => outcome.status !== 'failed' || outcome.error.code === 'FILE_CONFLICT')) return [];
  return files.filter((path) => names.has(basename(path)));
}

function withoutSecret(word: string): string {
  // The first is an address in any form that is understood, the second one in a longer text.
  return word.replace(/^((?:-r|--[\w-]+=)?\s*https?:[/\\]*)[^/\\?#]*@/i, '$1').replace(/(https?:\/\/)[^/?#\s]*@/gi, '$1');
}

/** A word for any POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
