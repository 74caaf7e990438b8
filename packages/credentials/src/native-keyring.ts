import { fork } from 'node:child_process';
import { dirname, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNativeModule } from './find-native-module.ts';
import type { Keyring, KeyringAnswer, KeyringUnavailable } from './keyring.ts';
import type { NativeKeyringQuestion } from './native-keyring-question.ts';

/** How the native module is found and asked. */
export interface NativeKeyringOptions {
  /** Default `process.env`. What steers Node.js or the loading of the module is not handed on. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A module in it, or in the repository it is part of, is not loaded. Default the current directory. */
  readonly projectFolder?: string;
  /** The module is looked for in the `node_modules` folders around this one. Default: where this package is installed. */
  readonly installFolder?: string;
  /** Default 30 000 ms: the system may have to ask the user to unlock it. */
  readonly timeoutMs?: number;
}

/**
 * The system's keyring by the npm package `@napi-rs/keyring`, where that is installed beside this one. It is loaded in a
 * process of its own, for native code can neither be interrupted nor survived. Once it failed, it is asked no more.
 */
export function nativeKeyring(options: NativeKeyringOptions = {}): Keyring {
  const { env = process.env, projectFolder = process.cwd(), installFolder = dirname(fileURLToPath(import.meta.url)), timeoutMs = 30_000 } = options;
  let module: ReturnType<typeof findNativeModule> | undefined;
  let failure: KeyringUnavailable | undefined;
  return {
    name: 'the keyring module',
    async get(service, username, { signal } = {}) {
      signal?.throwIfAborted();
      const found = await (module ??= findNativeModule(installFolder, projectFolder));
      if ('unavailable' in found) return found;
      if (failure !== undefined) return failure;
      const question: NativeKeyringQuestion = { folder: found.folder, platform: process.platform, service, ...(username === undefined ? {} : { username }) };
      const answer = await askChild(question, { env, timeoutMs, signal });
      if (answer !== undefined && 'unavailable' in answer) failure = answer;
      return answer;
    },
  };
}

// Beside this file, compiled or not; the bundle of the command keeps its name.
const program = fileURLToPath(new URL(`./native-keyring-child${extname(import.meta.url)}`, import.meta.url));

interface Asking {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

async function askChild(question: NativeKeyringQuestion, { env, timeoutMs, signal }: Asking): Promise<KeyringAnswer> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const child = fork(program, [], { cwd: question.folder, env: neutral(env), execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const stop = (): void => {
      clearTimeout(timer);
      process.removeListener('exit', stop);
      signal?.removeEventListener('abort', onAbort);
      child.kill('SIGKILL');
    };
    const onAbort = (): void => {
      stop();
      reject(signal?.reason as unknown);
    };
    const end = (answer: KeyringAnswer): void => {
      stop();
      resolve(answer);
    };
    // Native code that waits for a keyring would outlive this process.
    process.once('exit', stop);
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer = setTimeout(() => end({ unavailable: `no answer within ${timeoutMs / 1000} seconds` }), timeoutMs);
    child.once('message', (reply: unknown) => end(answerOf(reply)));
    child.once('error', () => end({ unavailable: 'no process could be started for it' }));
    // After the last message, also when it crashed.
    child.once('disconnect', () => end({ unavailable: 'it ended without an answer' }));
    // What goes wrong here is seen as one of the events above.
    child.send(question, () => undefined);
  });
}

function neutral(env: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:NODE_|NAPI_RS_)/i.test(name)));
}

function answerOf(reply: unknown): KeyringAnswer {
  if (typeof reply !== 'object' || reply === null || !('status' in reply)) return { unavailable: 'its answer makes no sense' };
  if (reply.status === 'none') return undefined;
  if (reply.status === 'failed' && 'reason' in reply) return { unavailable: oneLine(String(reply.reason)) };
  if (!('username' in reply && 'password' in reply)) return { unavailable: 'its answer makes no sense' };
  return { username: String(reply.username), password: String(reply.password) };
}

function oneLine(text: string): string {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
