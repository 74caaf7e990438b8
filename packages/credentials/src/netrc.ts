import { readFile, stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import { CredentialError } from './credential-error.ts';
import { homeFolder } from './home-folder.ts';

/** What a netrc file says of one host. */
export interface NetrcMachine {
  readonly host: string;
  readonly login: string;
  readonly password: string;
}

/** A netrc file. */
export interface Netrc {
  readonly path: string;
  /** Whether others than its owner may read it: then its secrets are not used. */
  readonly isExposed: boolean;
  readonly machines: readonly NetrcMachine[];
}

/**
 * Reads the text of a netrc file, as Python's `netrc` does: words, quoted ones too, comments, macros passed over.
 * Its `default` entry names no host and is passed over as well.
 */
export function parseNetrc(text: string): readonly NetrcMachine[] {
  const machines: NetrcMachine[] = [];
  const words = wordsOf(text);
  let current: { host: string | undefined; login: string; password: string } | undefined;
  const finish = (): void => {
    const host = current?.host;
    if (current !== undefined && host !== undefined) machines.push({ host, login: current.login, password: current.password });
  };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    const next = (): string => {
      index += 1;
      return words[index] ?? '';
    };
    if (word === 'machine' || word === 'default') {
      finish();
      current = { host: word === 'machine' ? next().toLowerCase() : undefined, login: '', password: '' };
    } else if (current !== undefined) {
      if (word === 'login' || word === 'user') current.login = next();
      else if (word === 'password') current.password = next();
      else if (word === 'account') next();
    }
  }
  finish();
  return machines;
}

/**
 * Reads a netrc file: the one `NETRC` names, or `.netrc` (on Windows also `_netrc`) in the home directory.
 *
 * @param env - Default `process.env`.
 * @returns `undefined` when there is none.
 * @throws {@link CredentialError} `CREDENTIAL_FILE_UNREADABLE`
 */
export async function readNetrc(env: Readonly<Record<string, string | undefined>> = process.env): Promise<Netrc | undefined> {
  const named = env['NETRC'];
  const home = homeFolder();
  const usual = home === undefined ? [] : [join(home, '.netrc'), join(home, '_netrc')];
  const places = named !== undefined && named !== '' ? [named] : usual;
  for (const path of places) {
    try {
      const { mode } = await stat(path);
      const isExposed = platform() !== 'win32' && (mode & 0o077) !== 0;
      return { path, isExposed, machines: parseNetrc(await readFile(path, 'utf8')) };
    } catch (error) {
      if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) continue;
      throw new CredentialError({
        code: 'CREDENTIAL_FILE_UNREADABLE',
        message: `${path} cannot be read.`,
        remedy: 'Check its permissions, or set NETRC to another file.',
        cause: error,
      });
    }
  }
  return undefined;
}

function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  // A macro goes on until an empty line.
  const plain = text.replace(/^[ \t]*macdef[^\n]*\n(?:[^\n]+\n?)*/gm, '');
  for (const line of plain.split(/\r\n|\r|\n/)) {
    for (const match of line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)) {
      const word = match[1]?.replace(/\\(.)/g, '$1') ?? match[2] ?? '';
      // A password may begin with #, so only a whole word of it between entries begins a comment.
      if (match[1] === undefined && word.startsWith('#') && !/^(?:login|user|password|account|machine)$/.test(words.at(-1) ?? '')) break;
      words.push(word);
    }
  }
  return words;
}
