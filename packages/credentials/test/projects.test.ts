import { inspect } from 'node:util';
import { isCodedError } from '@ropewalk/core';
import { describe, expect, test } from 'vitest';
import { findCredential, parsePypirc, resolveCredential, surveyCredentials, type CredentialRequest, type Keyring } from '../src/index.ts';
import { pypiToken, pypiTokenFor, strangeToken } from './tokens.ts';

const repositoryUrl = new URL('https://upload.pypi.org/legacy/');
const service = repositoryUrl.href;
const [forA, forB, forBoth] = [pypiTokenFor('proj-a'), pypiTokenFor('proj-b'), pypiTokenFor('proj-a', 'proj-b')];

/** A `.pypirc` whose sections all are PyPI, each with a token. */
function sections(tokens: Readonly<Record<string, string>>): NonNullable<CredentialRequest['pypirc']> {
  const text = Object.entries(tokens).map(([name, token]) => `[${name}]\nrepository = ${service}\nusername = __token__\npassword = ${token}\n`);
  return async () => parsePypirc(`[distutils]\nindex-servers = ${Object.keys(tokens).join(' ')}\n${text.join('')}`, '/home/me/.pypirc');
}

/** A keyring with secrets by service and username, and what it was asked for. */
function keyringOf(entries: Readonly<Record<string, string>>): Keyring & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  return {
    name: 'the keyring program',
    asked,
    async get(wanted, username) {
      asked.push(`${wanted} ${username ?? '?'}`);
      const password = entries[`${wanted} ${username ?? '?'}`];
      return password === undefined ? undefined : { username: username ?? '?', password };
    },
  };
}

async function secretOf(request: Omit<CredentialRequest, 'repositoryUrl'> & Partial<CredentialRequest>): Promise<string> {
  const credential = await resolveCredential({ repositoryUrl, env: {}, ...request });
  const value = await credential.authorization(repositoryUrl);
  return Buffer.from(value.replace(/^Basic /, ''), 'base64').toString();
}

async function refusalOf(request: Partial<CredentialRequest>): Promise<{ readonly code: string; readonly message: string; readonly remedy: string }> {
  const error: unknown = await findCredential({ repositoryUrl, env: {}, ...request }).then(() => undefined, (reason: unknown) => reason);
  if (!isCodedError(error)) throw new Error(`no coded error, but ${String(error)}`);
  return error;
}

describe('of several sections for one index', () => {
  const pypirc = sections({ a: forA, b: forB });

  test('the one whose token names the project is taken, wherever it stands', async () => {
    expect(await secretOf({ pypirc, projects: ['proj-a'] })).toBe(`__token__:${forA}`);
    expect(await secretOf({ pypirc, projects: ['proj-b'] })).toBe(`__token__:${forB}`);
  });

  test('a token that names the project goes before one for everything, and that before none', async () => {
    const all = sections({ everything: pypiToken, b: forB });

    expect(await secretOf({ pypirc: all, projects: ['proj-b'] })).toBe(`__token__:${forB}`);
    expect(await secretOf({ pypirc: all, projects: ['proj-c'] })).toBe(`__token__:${pypiToken}`);
  });

  test('one that has to be for several projects is for all of them', async () => {
    const both = sections({ a: forA, b: forB, both: forBoth });

    expect(await secretOf({ pypirc: both, projects: ['proj-a', 'proj-b'] })).toBe(`__token__:${forBoth}`);
  });

  test('names of projects are compared as the index does', async () => {
    expect(await secretOf({ pypirc: sections({ a: forA, odd: pypiTokenFor('Proj_B') }), projects: ['proj-b'] })).toBe(`__token__:${pypiTokenFor('Proj_B')}`);
  });

  test('the first is taken where the projects are not known', async () => {
    expect(await secretOf({ pypirc })).toBe(`__token__:${forA}`);
    expect(await secretOf({ pypirc, projects: [] })).toBe(`__token__:${forA}`);
  });

  test('a token limited by numbers, which say nothing here, is not passed over', async () => {
    expect(await secretOf({ pypirc: sections({ a: forA, numbers: strangeToken }), projects: ['proj-b'] })).toBe(`__token__:${strangeToken}`);
  });

  test('one without a password is passed by', async () => {
    const text = `[distutils]\nindex-servers = pypi b\n[pypi]\nusername = __token__\n[b]\nrepository = ${service}\npassword = ${forB}\n`;

    expect(await secretOf({ pypirc: async () => parsePypirc(text, '/home/me/.pypirc'), projects: ['proj-b'] })).toBe(`__token__:${forB}`);
  });

  test('where none fits, the next source is asked', async () => {
    const netrc = async () => ({ path: '/home/me/.netrc', isExposed: false, machines: [{ host: 'upload.pypi.org', login: '__token__', password: pypiToken }] });

    expect(await secretOf({ pypirc, netrc, projects: ['proj-c'] })).toBe(`__token__:${pypiToken}`);
  });

  test('where none fits and nothing else has a credential, the error says which are for what', async () => {
    const error = await refusalOf({ pypirc, projects: ['proj-c'] });

    expect(error).toMatchObject({ code: 'CREDENTIAL_FOR_OTHER_PROJECT', message: expect.stringMatching(/proj-c.*\[a\].*proj-a.*\[b\].*proj-b/) as string });
  });

  test('where each is for one of two projects, the error says so and how to go on', async () => {
    const error = await refusalOf({ pypirc, projects: ['proj-a', 'proj-b'] });

    expect(error).toMatchObject({ code: 'CREDENTIAL_FOR_OTHER_PROJECT', remedy: expect.stringMatching(/proj-a, proj-b.*each project by itself/) as string });
  });
});

describe('a token that was chosen by a person', () => {
  const pypirc = sections({ a: forA, b: forB });

  test('by the name of its section is not exchanged for another', async () => {
    expect(await secretOf({ pypirc, repository: 'b', projects: ['proj-b'] })).toBe(`__token__:${forB}`);
    expect(await refusalOf({ pypirc, repository: 'a', projects: ['proj-b'] })).toMatchObject({ code: 'CREDENTIAL_FOR_OTHER_PROJECT' });
  });

  test.each<readonly [string, Partial<CredentialRequest>]>([
    ['an option', { token: forA }],
    ['the environment', { env: { TWINE_PASSWORD: forA } }],
    ['netrc', { netrc: async () => ({ path: '/home/me/.netrc', isExposed: false, machines: [{ host: 'upload.pypi.org', login: '__token__', password: forA }] }) }],
    ['a question', { prompt: { text: async () => undefined, secret: async () => forA } }],
  ])('by %s is refused before anything is sent, with the projects it lacks', async (_place, request) => {
    const error = await refusalOf({ pypirc: async () => undefined, ...request, projects: ['proj-a', 'proj-b'] });

    expect(error).toMatchObject({ code: 'CREDENTIAL_FOR_OTHER_PROJECT', message: expect.stringMatching(/is for proj-a and not for proj-b\.$/) as string });
  });

  test('is said first to be of another index, or cut off, where it is that', async () => {
    expect(await refusalOf({ repositoryUrl: new URL('https://test.pypi.org/legacy/'), token: forA, projects: ['proj-b'] })).toMatchObject({ code: 'CREDENTIAL_FOR_OTHER_INDEX' });
    expect(await refusalOf({ token: forA.slice(0, -5), projects: ['proj-b'] })).toMatchObject({ code: 'CREDENTIAL_UNUSABLE' });
  });
});

describe('a keyring', () => {
  test('is asked for the project first, and its secret is a token', async () => {
    const keyring = keyringOf({ [`${service} proj-a`]: forA, [`${service} __token__`]: pypiToken });

    expect(await secretOf({ keyring, projects: ['proj-a'] })).toBe(`__token__:${forA}`);
    expect(keyring.asked).toEqual([`${service} proj-a`]);
  });

  test('is asked for the project, the upload URL and the host, in this order', async () => {
    const keyring = keyringOf({});

    expect(await findCredential({ repositoryUrl, env: {}, keyring, projects: ['proj-a', 'proj-b'] })).toBeUndefined();
    expect(keyring.asked).toEqual([`${service} proj-a`, `${service} proj-b`, `${service} __token__`, 'upload.pypi.org __token__']);
  });

  test('is asked for the project also where the username __token__ was given, and for no other', async () => {
    const keyring = keyringOf({ [`${service} proj-a`]: forA });

    expect(await secretOf({ keyring, env: { TWINE_USERNAME: '__token__' }, projects: ['proj-a'] })).toBe(`__token__:${forA}`);
    expect(await findCredential({ repositoryUrl, env: {}, username: 'me', keyring, projects: ['proj-a'] })).toBeUndefined();
  });

  test('of another index is asked as ever', async () => {
    const keyring = keyringOf({});

    await findCredential({ repositoryUrl: new URL('https://index.example/legacy/'), env: {}, keyring, projects: ['proj-a'] });

    expect(keyring.asked).toEqual(['https://index.example/legacy/ ?', 'index.example ?']);
  });

  test('with a token for others has the next one asked for', async () => {
    const keyring = keyringOf({ [`${service} proj-a`]: forA, [`${service} proj-b`]: forBoth });

    expect(await secretOf({ keyring, projects: ['proj-a', 'proj-b'] })).toBe(`__token__:${forBoth}`);
    expect(await secretOf({ keyring: keyringOf({ [`${service} __token__`]: forA, 'upload.pypi.org __token__': forB }), projects: ['proj-b'] })).toBe(`__token__:${forB}`);
  });

  test('with the password of a user who is named as the project is passed over', async () => {
    const keyring = keyringOf({ [`${service} proj-a`]: 'hunter2', [`${service} __token__`]: pypiToken });

    expect(await secretOf({ keyring, projects: ['proj-a'] })).toBe(`__token__:${pypiToken}`);
    expect(await findCredential({ repositoryUrl, env: {}, keyring: keyringOf({ [`${service} proj-a`]: 'hunter2' }), projects: ['proj-a'] })).toBeUndefined();
  });

  test('with nothing but tokens for others ends in an error that says which', async () => {
    const error = await refusalOf({ keyring: keyringOf({ [`${service} __token__`]: forA }), projects: ['proj-b'] });

    expect(error).toMatchObject({ code: 'CREDENTIAL_FOR_OTHER_PROJECT', message: expect.stringMatching(/proj-b.*the keyring program.*proj-a/) as string });
  });
});

describe('whoami', () => {
  test('tells what was passed over, and what won instead', async () => {
    const survey = await surveyCredentials({ repositoryUrl, env: {}, pypirc: sections({ a: forA, more: pypiTokenFor('x', 'y'), b: forB }), projects: ['proj-b'] });

    expect(survey.winner?.source).toBe('section [b] of /home/me/.pypirc');
    expect(survey.sources.filter(({ name }) => name.startsWith('section'))).toEqual([
      { name: 'section [a] of /home/me/.pypirc', status: 'ignored', reason: 'it is for other projects: proj-a' },
      { name: 'section [more] of /home/me/.pypirc', status: 'ignored', reason: 'it is for other projects: x, y' },
      expect.objectContaining({ name: 'section [b] of /home/me/.pypirc', status: 'wins', masked: 'pypi-********' }),
    ]);
  });

  test('where everything was passed over, gives the error of an upload', async () => {
    const survey = await surveyCredentials({ repositoryUrl, env: {}, pypirc: sections({ a: forA }), projects: ['proj-b'] });

    expect(survey).toMatchObject({ problem: { code: 'CREDENTIAL_FOR_OTHER_PROJECT' } });
    expect(survey.winner).toBeUndefined();
    expect(survey.sources.filter(({ status }) => status === 'wins' || status === 'unusable')).toEqual([]);
  });

  test('asks each of several keyrings and says which could not be asked', async () => {
    const missing: Keyring = { name: 'the keyring program', get: async () => ({ unavailable: 'not installed' }) };
    const full: Keyring = { ...keyringOf({ [`${service} proj-a`]: forA }), name: 'the keyring module' };

    const survey = await surveyCredentials({ repositoryUrl, env: {}, keyring: { name: 'both', members: [missing, full], get: full.get }, projects: ['proj-a'] });

    expect(survey.sources.filter(({ name }) => name.includes('keyring'))).toEqual([
      { name: 'the keyring program', status: 'none', reason: 'not installed' },
      expect.objectContaining({ name: `the keyring module (${service}, proj-a)`, status: 'wins', username: '__token__' }),
    ]);
  });
});

test('no secret is in what is said of tokens for other projects, nor what a token says instead of names', async () => {
  const odd = pypiTokenFor('\u001b[31mred', ...Array.from({ length: 30 }, (_, index) => `p${index}`));
  const request = { repositoryUrl, env: {}, pypirc: sections({ a: forA, odd }), keyring: keyringOf({ [`${service} proj-c`]: 'hunter2', [`${service} __token__`]: forB }), projects: ['proj-c'] };
  const all = [await refusalOf(request), await refusalOf({ token: odd, projects: ['proj-c'] }), await surveyCredentials(request)].map((item) => inspect(item, { depth: 9 })).join('\n');

  for (const secret of [forA.slice(30), forB.slice(30), odd.slice(60), 'hunter2', '\u001b']) expect(all).not.toContain(secret);
  expect(all).toContain('and 21 more');
});
