import { CredentialError, mayPrompt, nativeKeyring, programKeyring, readNetrc, readPypirc, severalKeyrings, type CredentialRequest } from '@ropewalk/credentials';
import { textOption } from '../text-option.ts';
import { terminalPrompt } from './terminal-prompt.ts';

/** The places of this machine where credentials may be, read when they are needed. */
export type CredentialPlaces = Pick<CredentialRequest, 'pypirc' | 'keyring' | 'netrc' | 'prompt'>;

/** The person's own configuration, keyring and terminal. Nothing of the project is read. */
export function credentialPlaces(options: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string | undefined>> = process.env): CredentialPlaces {
  const file = textOption(options, 'configFile');
  let pypirc: ReturnType<typeof readPypirc> | undefined;
  return {
    pypirc: () => (pypirc ??= readPypirc(file)),
    // The program first: it knows how the person set up their keyring, and no system asks whether it may read what it stored.
    keyring: severalKeyrings(programKeyring({ env }), nativeKeyring({ env })),
    netrc: () => readNetrc(env),
    ...(isInteractive(options, env) ? { prompt: terminalPrompt() } : {}),
  };
}

function isInteractive(options: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string | undefined>>): boolean {
  const forbidden = env['TWINE_NON_INTERACTIVE']?.toLowerCase() ?? '';
  if (options['nonInteractive'] === true || !['', '0', 'false', 'no'].includes(forbidden)) return false;
  return mayPrompt({ stdin: process.stdin, stderr: process.stderr, env });
}

/** Whether an error says that a repository of this name is not configured. */
export function isUnknownRepository(error: unknown): error is CredentialError {
  return error instanceof CredentialError && error.code === 'REPOSITORY_UNKNOWN';
}
