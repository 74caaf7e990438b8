import type { PublishResult } from '@ropewalk/publish';
import { basename } from 'node:path';
import { shownAddressesIn, shownAddressWord } from '../output/shown-address.ts';

/** Options whose value is a secret: they are named, not repeated. */
const secretOptions = new Set(['-p', '--password', '--token']);

/** Options whose value is an address, or may be one. */
const addressOptions = new Set(['-r', '--repository', '--repository-url', '--check-url', '--fulcio-url', '--rekor-url']);

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
  const isFile = new Set(files);
  const words = repeatable(args).flatMap(({ word, shown }) => (shown === undefined || isFile.has(word) ? [] : [shown]));
  return ['ropewalk', ...words, ...open].map(quoted).join(' ');
}

/** The command that was given, without secrets: run again, it finds out itself what is done. */
export function sameCommand(args: readonly string[]): string {
  return ['ropewalk', ...repeatable(args).flatMap(({ shown }) => shown ?? [])].map(quoted).join(' ');
}

/** What of a command {@link finishCommand} leaves out, in words; `undefined`: nothing. */
export function leftOut(args: readonly string[]): string | undefined {
  const words = repeatable(args);
  const isSecretLeftOut = words.some(({ shown }) => shown === undefined);
  const isAddressCut = words.some(({ word, shown }) => shown !== undefined && shown !== word);
  if (isAddressCut) return isSecretLeftOut ? 'the token or password and the whole address' : 'the whole address';
  return isSecretLeftOut ? 'the token or password' : undefined;
}

/** A word of a command line, and how it may be repeated: `undefined` when not at all. */
interface RepeatableWord {
  readonly word: string;
  readonly shown: string | undefined;
}

function repeatable(args: readonly string[]): readonly RepeatableWord[] {
  return args.map((word, index) => {
    const before = args[index - 1] ?? '';
    const [option = ''] = word.split('=', 1);
    if (secretOptions.has(before) || secretOptions.has(option) || /^-p./.test(word)) return { word, shown: undefined };
    const [, attached = '', value = word] = /^(-r|--[\w-]+=)(.*)$/s.exec(word) ?? [];
    const isAddress = addressOptions.has(before) || addressOptions.has(attached.replace(/=$/, '')) || /^\s*https?:\S*$/i.test(value);
    return { word, shown: attached + (isAddress ? shownAddressWord(value) : shownAddressesIn(value)) };
  });
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

/** A word for any POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
