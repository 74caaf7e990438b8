import type { KeyringEntry } from './keyring.ts';
import type { NativeKeyringQuestion } from './native-keyring-question.ts';

/**
 * What is used of `@napi-rs/keyring`. Never its `withTarget`: on Windows that empties the entry it opens.
 *
 * @see https://github.com/Brooooooklyn/keyring-node
 */
export interface NativeModule {
  readonly AsyncEntry: new (service: string, username: string, options?: { readonly linux?: { readonly store?: 'secret-service' } }) => {
    /** Rejects when the keyring cannot be read; `getPassword` would only have nothing. */
    getSecret(): Promise<Uint8Array | readonly number[] | null | undefined>;
  };
  findCredentialsAsync(service: string, target?: string): Promise<readonly { readonly account: string; readonly password: string }[]>;
}

/**
 * Looks up what Python's `keyring` stored, in the layout it has on each system, and what the module itself stores.
 *
 * - macOS: a generic password of the login keychain with the service and the account. Both agree.
 * - Secret Service: an item with the attributes `service` and `username`. Both agree.
 * - Windows: Python stores under the target `service`, and moves what was there before, of another user, to
 *   `username@service`; the module stores under `username.service`.
 */
export async function askNativeModule(module: NativeModule, question: NativeKeyringQuestion): Promise<KeyringEntry | undefined> {
  const { platform, service, username } = question;
  if (platform === 'win32') return (await pythonOnWindows(module, service, username)) ?? (await stored(module, service, username, 'utf16le'));
  if (username === undefined) return entryOf(await module.findCredentialsAsync(service), username);
  return stored(module, service, username, 'utf8');
}

async function pythonOnWindows(module: NativeModule, service: string, username: string | undefined): Promise<KeyringEntry | undefined> {
  const targets = username === undefined ? [service] : [service, `${username}@${service}`];
  // Windows would read a star as a pattern.
  for (const target of targets.filter((text) => !text.includes('*'))) {
    const entry = entryOf(await module.findCredentialsAsync(service, target), username);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

async function stored(module: NativeModule, service: string, username: string | undefined, encoding: 'utf8' | 'utf16le'): Promise<KeyringEntry | undefined> {
  if (username === undefined || username === '') return undefined;
  // Else a Linux without a Secret Service would be asked for its kernel's keyring, where Python stores nothing.
  const secret = await new module.AsyncEntry(service, username, { linux: { store: 'secret-service' } }).getSecret();
  const password = Buffer.from(secret ?? []).toString(encoding);
  return password === '' ? undefined : { username, password };
}

function entryOf(credentials: Awaited<ReturnType<NativeModule['findCredentialsAsync']>>, username: string | undefined): KeyringEntry | undefined {
  const found = credentials.find(({ account, password }) => account !== '' && password !== '' && (username === undefined || account === username));
  return found === undefined ? undefined : { username: found.account, password: found.password };
}
