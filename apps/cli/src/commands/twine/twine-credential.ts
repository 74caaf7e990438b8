import type { HttpClient } from '@ropewalk/core';
import { findCredential, mayPrompt, mintedCredential, programKeyring, readNetrc, type Credential, type CredentialRequest } from '@ropewalk/credentials';
import { anyCi } from '@ropewalk/oidc';
import { createUploadTokenSource } from '@ropewalk/trusted-publishing';
import { terminalPrompt } from '../../delivery/terminal-prompt.ts';
import { maskingOptions } from '../../output/mask-secret.ts';
import type { ParsedArguments } from './argument-parser.ts';
import { TwineError } from './twine-error.ts';
import type { TwineRecords } from './twine-records.ts';
import { isPyPI, type TwineRepository } from './twine-repository.ts';

/** What finding a credential needs. */
export interface CredentialSearch {
  readonly repository: TwineRepository;
  readonly parsed: ParsedArguments;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly http: HttpClient;
  readonly records: TwineRecords;
  readonly hasClientCertificate: boolean;
  readonly signal: AbortSignal;
}

/**
 * Finds a credential in twine's order: options, environment, configuration file, keyring, trusted publishing (on PyPI and
 * TestPyPI), netrc, a question.
 *
 * @returns `undefined` where a client certificate has to do.
 * @throws {@link TwineError} `NonInteractive`; `CredentialError`
 */
export async function twineCredential(search: CredentialSearch): Promise<Credential | undefined> {
  const { repository, env, parsed, records, hasClientCertificate } = search;
  const request = requestOf(search);
  const found = await findCredential({ ...request, keyring: programKeyring({ env }) });
  const credential = found ?? (await trustedPublishing(search)) ?? (await findCredential({ ...request, netrc: () => readNetrc(env) }));
  if (credential !== undefined) return told(credential, records);

  const isForbidden = isNonInteractive(parsed, env) || !mayPrompt({ stdin: process.stdin, stderr: process.stderr, env: { ...env, CI: undefined } });
  if (isForbidden && hasClientCertificate) return undefined;
  if (isForbidden) throw new TwineError('NonInteractive', `Credential not found for ${isPyPI(repository) ? 'API token' : 'password'}.`);
  const entered = await findCredential({ ...request, prompt: terminalPrompt() });
  if (entered === undefined) throw new TwineError('InvalidConfiguration', 'could not determine credentials for configured repository');
  return told(entered, records);
}

function requestOf({ repository, parsed, env, signal }: CredentialSearch): CredentialRequest {
  const [username, password] = [parsed.values.get('username'), parsed.values.get('password')];
  const { pypirc } = repository;
  return {
    repositoryUrl: repository.url,
    // Of the environment, twine's own variables and no others.
    env: Object.fromEntries(Object.entries(env).filter(([name]) => name === 'TWINE_USERNAME' || name === 'TWINE_PASSWORD')),
    ...(repository.name === undefined ? {} : { repository: repository.name }),
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(pypirc === undefined ? {} : { pypirc: async () => pypirc }),
    signal,
  };
}

async function trustedPublishing({ repository, parsed, env, http, records, signal }: CredentialSearch): Promise<Credential | undefined> {
  const username = parsed.values.get('username') ?? (env['TWINE_USERNAME'] || '__token__');
  if (!isPyPI(repository) || username !== '__token__') return undefined;
  records.info('Trying to use trusted publishing (no token was explicitly provided)');
  const identity = await anyCi({ env, audiences: ['pypi', 'testpypi'] }).detect({ signal });
  if (identity === undefined) {
    records.warning('This environment is not supported for trusted publishing');
    return undefined;
  }
  const tokens = createUploadTokenSource({ identity, uploadUrl: repository.url, http });
  const { maskSecret } = maskingOptions(env);
  const token = await tokens.token({ signal });
  maskSecret?.(token.reveal());
  records.warning('Minted upload token for trusted publishing');
  return mintedCredential({ source: 'trusted publishing', origin: repository.url.origin }, tokens);
}

function isNonInteractive({ flags }: ParsedArguments, env: Readonly<Record<string, string | undefined>>): boolean {
  return flags.has('nonInteractive') || !['', '0', 'false', 'no'].includes(env['TWINE_NON_INTERACTIVE']?.toLowerCase() ?? '');
}

function told(credential: Credential, records: TwineRecords): Credential {
  const { source, username } = credential;
  const place = /option/.test(source) ? 'set by command options' : /section/.test(source) ? 'set from config file' : /keyring/.test(source) ? 'set from keyring' : `set from ${source}`;
  records.info(`username ${place}`);
  records.info(`username: ${username}`);
  records.info('password: <hidden>');
  return credential;
}
