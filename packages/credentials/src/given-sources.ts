import { CredentialError } from './credential-error.ts';
import type { CredentialRequest } from './credential-request.ts';
import type { CredentialSource, SourceAnswer } from './source.ts';

const tokenUser = '__token__';

/** The options, with what the URL holds, after checking that they do not contradict each other. */
export interface GivenOptions {
  readonly token: string | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

/**
 * Puts together what the options and the URL of the repository say.
 *
 * @throws {@link CredentialError} `CREDENTIAL_CONFLICT`
 */
export function givenOptions(request: CredentialRequest): GivenOptions {
  const { repositoryUrl: url } = request;
  const username = agreeing('username', filled(request.username), decoded(url.username));
  const password = agreeing('password', filled(request.password), decoded(url.password));
  const token = filled(request.token);
  if (token !== undefined && password !== undefined) throw conflict('A token and a password were both given', 'Give only one of them.');
  if (token !== undefined && username !== undefined && username !== tokenUser) {
    throw conflict('A token and a username were both given', `Leave the username out: with a token it is always ${tokenUser}.`);
  }
  return { token, username, password };
}

/** The first source: options, and the user and password in the repository's URL. */
export function optionSource(given: GivenOptions): CredentialSource {
  return {
    name: 'the options',
    async look() {
      const secret = given.token ?? given.password;
      if (secret !== undefined) return found('the options', given.username ?? tokenUser, secret);
      return given.username === undefined ? { status: 'none' } : { status: 'ignored', reason: 'there is a username but no password' };
    },
  };
}

/** The families of environment variables, in order of precedence. */
export function environmentSources(given: GivenOptions, env: Readonly<Record<string, string | undefined>>): readonly CredentialSource[] {
  return ['ROPEWALK', 'TWINE', 'UV_PUBLISH'].map((prefix) => familySource(prefix, given, env));
}

function familySource(prefix: string, given: GivenOptions, env: Readonly<Record<string, string | undefined>>): CredentialSource {
  const hasToken = prefix !== 'TWINE';
  const names = { token: `${prefix}_TOKEN`, username: `${prefix}_USERNAME`, password: `${prefix}_PASSWORD` };
  return {
    name: `the environment variables ${hasToken ? `${names.token}, ` : ''}${names.username} and ${names.password}`,
    async look() {
      const token = hasToken ? filled(env[names.token]) : undefined;
      const username = given.username ?? filled(env[names.username]);
      const password = filled(env[names.password]);
      if (token !== undefined && given.username !== undefined && given.username !== tokenUser) {
        return { status: 'ignored', reason: `${names.token} is a token, and the options ask for another username than ${tokenUser}` };
      }
      if (token !== undefined) return found(`the environment variable ${names.token}`, tokenUser, token);
      if (password !== undefined) return found(`the environment variable ${names.password}`, username ?? tokenUser, password);
      if (filled(env[names.username]) === undefined) return { status: 'none' };
      return { status: 'ignored', reason: `${names.username} is set but ${names.password} is not` };
    },
  };
}

/** The username that options or environment ask for, when they have no secret themselves. */
export function askedUsername(given: GivenOptions, env: Readonly<Record<string, string | undefined>>): string | undefined {
  return given.username ?? filled(env['ROPEWALK_USERNAME']) ?? filled(env['TWINE_USERNAME']) ?? filled(env['UV_PUBLISH_USERNAME']);
}

function found(source: string, username: string, secret: string): SourceAnswer {
  return { status: 'found', secret: { source, username, secret } };
}

function agreeing(what: string, option: string | undefined, inUrl: string | undefined): string | undefined {
  if (option !== undefined && inUrl !== undefined && option !== inUrl) {
    throw conflict(`The ${what} in the repository's URL differs from the one in the options`, `Give the ${what} in one place only.`);
  }
  return option ?? inUrl;
}

function decoded(part: string): string | undefined {
  if (part === '') return undefined;
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

// CI systems set variables of missing secrets to the empty string, so empty means not given.
function filled(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value;
}

function conflict(reason: string, remedy: string): CredentialError {
  return new CredentialError({ code: 'CREDENTIAL_CONFLICT', message: `${reason}.`, remedy });
}
