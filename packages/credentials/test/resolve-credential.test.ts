import { inspect } from 'node:util';
import { isCodedError } from '@ropewalk/core';
import { describe, expect, test } from 'vitest';
import { attestationSupport, findCredential, parsePypirc, resolveCredential, surveyCredentials, type CredentialRequest, type Keyring } from '../src/index.ts';
import { expiredToken, pypiToken, testPyPIToken } from './tokens.ts';

const pypi = new URL('https://upload.pypi.org/legacy/');
const testPypi = new URL('https://test.pypi.org/legacy/');
const other = new URL('https://index.example/legacy/');
const now = (): Date => new Date('2026-11-25T12:00:00Z');

async function authorizationOf(request: Omit<CredentialRequest, 'env'> & Partial<CredentialRequest>): Promise<string> {
  const credential = await resolveCredential({ env: {}, now, ...request });
  const value = await credential.authorization(request.repositoryUrl);
  return Buffer.from(value.replace(/^Basic /, ''), 'base64').toString();
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(() => undefined, (reason: unknown) => reason);
  if (!isCodedError(error)) throw new Error(`no coded error, but ${String(error)}`);
  return error.code;
}

const minter = { token: async () => ({ expiresAt: new Date('2026-11-25T12:15:00Z'), reveal: () => 'minted' }) };
const pypirc = async (): Promise<ReturnType<typeof parsePypirc>> =>
  parsePypirc('[distutils]\nindex-servers = pypi mine\n[pypi]\npassword = pypirc-pypi\n[mine]\nrepository = https://index.example/legacy/\nusername = me\npassword = filed', '/home/me/.pypirc');
const keyring: Keyring = {
  name: 'the keyring program',
  get: async (service, username) => (service === 'https://index.example/legacy/' ? { username: username ?? 'ringo', password: 'rung' } : undefined),
};
const netrc = async () => ({ path: '/home/me/.netrc', isExposed: false, machines: [{ host: 'index.example', login: 'nat', password: 'netted' }] });

describe('the first source that has something wins', () => {
  const everything = {
    repositoryUrl: new URL('https://url-user:url-pass@index.example/legacy/'),
    env: { ROPEWALK_TOKEN: 'rw', TWINE_USERNAME: 'tw', TWINE_PASSWORD: 'twp', UV_PUBLISH_TOKEN: 'uv' },
    tokenSource: minter,
    pypirc,
    keyring,
    netrc,
    prompt: { text: async () => 'asked', secret: async () => 'answered' },
  };

  test.each([
    ['options', everything, 'url-user:url-pass'],
    ['ROPEWALK_', { ...everything, repositoryUrl: other }, '__token__:rw'],
    ['TWINE_', { ...everything, repositoryUrl: other, env: { ...everything.env, ROPEWALK_TOKEN: '' } }, 'tw:twp'],
    ['UV_PUBLISH_', { ...everything, repositoryUrl: other, env: { UV_PUBLISH_TOKEN: 'uv' } }, '__token__:uv'],
    ['trusted publishing', { ...everything, repositoryUrl: other, env: {} }, '__token__:minted'],
    ['.pypirc', { ...everything, repositoryUrl: other, env: {}, tokenSource: async () => undefined }, 'me:filed'],
    ['keyring', { repositoryUrl: other, keyring, netrc }, 'ringo:rung'],
    ['netrc', { repositoryUrl: other, netrc }, 'nat:netted'],
    ['a question', { repositoryUrl: other, prompt: everything.prompt }, 'asked:answered'],
  ] as const)('%s', async (_name, request, expected) => {
    expect(await authorizationOf(request)).toBe(expected);
  });

  test('and without any, that is said', async () => {
    expect(await codeOf(resolveCredential({ repositoryUrl: other, env: {} }))).toBe('CREDENTIAL_NOT_FOUND');
    expect(await findCredential({ repositoryUrl: other, env: {} })).toBeUndefined();
  });

  test('and what it has is not passed over when it is no good', async () => {
    expect(await codeOf(resolveCredential({ repositoryUrl: pypi, env: { TWINE_PASSWORD: 'word' }, tokenSource: minter }))).toBe('CREDENTIAL_UNUSABLE');
  });

  test('and trusted publishing is not even looked for when a token was given', async () => {
    let asked = 0;
    const tokenSource = async (): Promise<undefined> => {
      asked += 1;
      return undefined;
    };

    await resolveCredential({ repositoryUrl: pypi, env: { ROPEWALK_TOKEN: pypiToken }, tokenSource });

    expect(asked).toBe(0);
  });
});

describe('options', () => {
  test('a token needs no username, and contradicts another one and a password', async () => {
    expect(await authorizationOf({ repositoryUrl: other, token: 'secret' })).toBe('__token__:secret');
    expect(await codeOf(resolveCredential({ repositoryUrl: other, env: {}, token: 'a', password: 'b' }))).toBe('CREDENTIAL_CONFLICT');
    expect(await codeOf(resolveCredential({ repositoryUrl: other, env: {}, token: 'a', username: 'me' }))).toBe('CREDENTIAL_CONFLICT');
  });

  test('must agree with the user and password in the URL, which are decoded', async () => {
    const url = new URL('https://me%40home:p%3Aw@index.example/legacy/');

    expect(await authorizationOf({ repositoryUrl: url })).toBe('me@home:p:w');
    expect(await codeOf(resolveCredential({ repositoryUrl: url, env: {}, username: 'you' }))).toBe('CREDENTIAL_CONFLICT');
  });

  test('a username goes with the password of another source', async () => {
    expect(await authorizationOf({ repositoryUrl: other, username: 'me', env: { TWINE_PASSWORD: 'p' } })).toBe('me:p');
    expect(await authorizationOf({ repositoryUrl: other, username: 'me', pypirc })).toBe('me:filed');
    expect(await authorizationOf({ repositoryUrl: other, username: 'me', tokenSource: minter, keyring })).toBe('me:rung');
  });
});

describe('a token is bound', () => {
  test('to the index that it names', async () => {
    expect(await authorizationOf({ repositoryUrl: pypi, token: pypiToken })).toBe(`__token__:${pypiToken}`);
    for (const repositoryUrl of [testPypi, other, new URL('http://127.0.0.1:8080/legacy/')]) {
      expect(await codeOf(resolveCredential({ repositoryUrl, env: { TWINE_PASSWORD: pypiToken } }))).toBe('CREDENTIAL_FOR_OTHER_INDEX');
      expect(await codeOf(resolveCredential({ repositoryUrl, env: {}, username: 'me', password: pypiToken.slice(0, 60) }))).toBe('CREDENTIAL_FOR_OTHER_INDEX');
    }
    expect(await codeOf(resolveCredential({ repositoryUrl: pypi, env: {}, token: testPyPIToken }))).toBe('CREDENTIAL_FOR_OTHER_INDEX');
  });

  test('to the origin that it was found for', async () => {
    const credential = await resolveCredential({ repositoryUrl: other, token: 'secret', env: {} });

    expect(await codeOf(credential.authorization(new URL('https://index.example:8443/')))).toBe('CREDENTIAL_FOR_OTHER_INDEX');
    expect(await codeOf(credential.authorization(new URL('http://index.example/')))).toBe('CREDENTIAL_FOR_OTHER_INDEX');
  });

  test('to its minter, when trusted publishing made it', async () => {
    const tokens = { token: async () => ({ ...(await minter.token()), origin: 'https://elsewhere.example' }) };
    const credential = await resolveCredential({ repositoryUrl: other, env: {}, tokenSource: tokens });

    expect(await codeOf(credential.authorization(other))).toBe('CREDENTIAL_FOR_OTHER_INDEX');
  });

  test('and never goes over plain http but to loopback', async () => {
    const far = await resolveCredential({ repositoryUrl: new URL('http://index.example/'), token: 'secret', env: {} });

    expect(await codeOf(far.authorization(new URL('http://index.example/')))).toBe('CREDENTIAL_EXPOSED');
  });

  test.each(['http://localhost:8080/', 'http://localhost.:8080/', 'http://index.localhost/', 'http://127.0.0.1/', 'http://[::1]/', 'http://[::ffff:127.0.0.1]/'])('and goes over plain http to %s, as the client does', async (address) => {
    const near = await resolveCredential({ repositoryUrl: new URL(address), token: 'secret', env: {} });

    expect(await near.authorization(new URL(address))).toMatch(/^Basic /);
  });

  test.each(['http://localhost.example/', 'http://127.0.0.1.example/', 'http://[::ffff:10.0.0.1]/', 'http://notlocalhost/'])('and not over plain http to %s', async (address) => {
    const far = await resolveCredential({ repositoryUrl: new URL(address), token: 'secret', env: {} });

    expect(await codeOf(far.authorization(new URL(address)))).toBe('CREDENTIAL_EXPOSED');
  });
});

describe('a token that cannot be right', () => {
  test.each([
    ['cut off', pypi, pypiToken.slice(0, -5)],
    ['expired', pypi, expiredToken],
    ['not of PyPI', pypi, 'ghp_something'],
    ['broken by a line', other, 'abc\ndef'],
  ])('is found out before anything is sent: %s', async (_how, repositoryUrl, token) => {
    expect(await codeOf(resolveCredential({ repositoryUrl, token, env: {}, now }))).toBe('CREDENTIAL_UNUSABLE');
  });

  test('a line break at its end is forgiven', async () => {
    expect(await authorizationOf({ repositoryUrl: pypi, token: `${pypiToken}\n` })).toBe(`__token__:${pypiToken}`);
  });

  test('a password for PyPI is one too', async () => {
    expect(await codeOf(resolveCredential({ repositoryUrl: pypi, username: 'me', password: 'word', env: {} }))).toBe('CREDENTIAL_UNUSABLE');
  });
});

describe('.pypirc, keyring and netrc', () => {
  test('a section for another place than the upload is not used', async () => {
    expect(await findCredential({ repositoryUrl: testPypi, repository: 'mine', env: {}, pypirc })).toBeUndefined();
  });

  test('a netrc that others can read is not used', async () => {
    const exposed = async () => ({ ...(await netrc()), isExposed: true });

    expect(await findCredential({ repositoryUrl: other, env: {}, netrc: exposed })).toBeUndefined();
  });

  test('PyPI is asked for by __token__ only', async () => {
    const asked: (readonly [string, string | undefined])[] = [];
    const listening: Keyring = {
      name: 'a keyring',
      get: async (service, username) => {
        asked.push([service, username]);
        return undefined;
      },
    };

    await findCredential({ repositoryUrl: pypi, env: {}, keyring: listening });

    expect(asked).toEqual([['https://upload.pypi.org/legacy/', '__token__'], ['upload.pypi.org', '__token__']]);
  });
});

describe('whoami', () => {
  test('tells what every source has, and who wins', async () => {
    const survey = await surveyCredentials({
      repositoryUrl: other,
      env: { TWINE_USERNAME: 'me', UV_PUBLISH_PASSWORD: 'u' },
      pypirc,
      keyring,
      netrc,
      prompt: { text: async () => 'x', secret: async () => 'x' },
    });

    expect(survey.winner).toMatchObject({ source: 'the environment variable UV_PUBLISH_PASSWORD', kind: 'token', origin: 'https://index.example' });
    expect(survey.sources.map(({ status }) => status)).toEqual(['none', 'none', 'ignored', 'wins', 'none', 'passed-over', 'passed-over', 'ignored', 'not-asked']);
  });

  test('names the index of a token that belongs elsewhere', async () => {
    const survey = await surveyCredentials({ repositoryUrl: pypi, env: { TWINE_PASSWORD: testPyPIToken } });

    expect(survey.winner).toBeUndefined();
    expect(survey.problem?.code).toBe('CREDENTIAL_FOR_OTHER_INDEX');
    expect(survey.problem?.message).toContain('test.pypi.org');
    expect(survey.sources.find(({ status }) => status === 'unusable')?.token).toMatchObject({ projects: ['demo', 'other'] });
  });

  test('goes on when a source fails', async () => {
    const broken = async (): Promise<never> => Promise.resolve(parsePypirc('oops', '/home/me/.pypirc') as never);

    const survey = await surveyCredentials({ repositoryUrl: other, env: {}, pypirc: broken, netrc });

    expect(survey.sources.find(({ name }) => name === 'the .pypirc file')?.status).toBe('failed');
    expect(survey.winner?.source).toBe('/home/me/.netrc');
  });

  test('knows whether attestations are possible', () => {
    expect(attestationSupport(pypi, 'minted').answer).toBe('yes');
    expect(attestationSupport(testPypi, 'token').answer).toBe('no');
    expect(attestationSupport(other, 'minted').answer).toBe('unknown');
  });
});

describe('secrets', () => {
  test('are in no text, error or survey', async () => {
    const request = { repositoryUrl: pypi, env: { TWINE_PASSWORD: testPyPIToken, UV_PUBLISH_TOKEN: 'hunter2hunter2' } };
    const credential = await resolveCredential({ repositoryUrl: other, token: 'hunter2hunter2', env: {} });
    const error: unknown = await resolveCredential(request).catch((reason: unknown) => reason);

    const everything = [inspect(credential), String(credential), JSON.stringify(credential), inspect({ ...credential }), inspect(error, { depth: 9 }), inspect(await surveyCredentials(request), { depth: 9 })].join('\n');

    expect(everything).not.toContain('hunter2');
    expect(everything).not.toContain(testPyPIToken.slice(30));
  });
});
