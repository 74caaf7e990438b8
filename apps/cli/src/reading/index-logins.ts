import type { LoginSource } from '@ropewalk/index-client';

/** An index that is read, as the person named it. */
export interface ReadAddress {
  /** Of its simple API or its uploads. A user and a password in it are its login. */
  readonly address: URL;
  /** The section of `.pypirc` that it was named by. */
  readonly section?: string | undefined;
}

/**
 * Where the login of an index that is read can be had: in its address, else in `.pypirc`, the keyring or netrc of the person.
 * Unless there is something in the address, nobody is asked before the index asks for a login.
 */
export function indexLogins(index: ReadAddress, env: Readonly<Record<string, string | undefined>> = process.env): LoginSource {
  let found: ReturnType<LoginSource['find']> | undefined;
  return {
    isImmediate: index.address.username !== '' || index.address.password !== '',
    find: (options) => (found ??= import('./find-index-login.ts').then(({ findIndexLogin }) => findIndexLogin(index, env, options?.signal))),
  };
}
