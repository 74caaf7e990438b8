import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createUploadTokenSource, type UploadTokenSource, type UploadTokenSourceOptions } from '../src/index.ts';
import { fakeIdentity } from './fake-identity.ts';
import { errorOf, everythingVisible } from './leaks.ts';
import { lost, scriptedHttp, type Answer } from './scripted-http.ts';

const uploadUrl = new URL('https://upload.pypi.org/legacy/');
const start = 1_800_000_000;
const audience = { 'GET upload.pypi.org/_/oidc/audience': { json: { audience: 'pypi' } } };
const mint = 'POST upload.pypi.org/_/oidc/mint-token';

interface World {
  readonly source: UploadTokenSource;
  readonly identity: ReturnType<typeof fakeIdentity>;
  readonly requests: ReturnType<typeof scriptedHttp>['requests'];
  readonly clock: { seconds: number };
  /** The JWTs that were sent, in order. */
  sent(): readonly unknown[];
}

function world(script: Readonly<Record<string, Answer | readonly Answer[]>>, options: Partial<UploadTokenSourceOptions> & { readonly of?: Parameters<typeof fakeIdentity>[0] } = {}): World {
  const identity = fakeIdentity(options.of);
  const { http, requests } = scriptedHttp(script);
  const clock = { seconds: start };
  const source = createUploadTokenSource({ identity, uploadUrl, http, now: () => new Date(clock.seconds * 1000), sleep: async () => {}, ...options });
  const sent = (): readonly unknown[] => requests.filter(({ method }) => method === 'POST').map(({ body }) => (JSON.parse(String(body)) as { token: unknown }).token);
  return { source, identity, requests, clock, sent };
}

function granted(token: string, seconds = start + 900): Answer {
  return { json: { success: true, token, expires: seconds } };
}

describe('an exchange', () => {
  test('asks for the audience, then for an identity token of it, and sends that one', async () => {
    const { source, identity, sent } = world({ ...audience, [mint]: granted('pypi-token-1') });

    const token = await source.token();

    expect(token.reveal()).toBe('pypi-token-1');
    expect(token).toMatchObject({ expiresAt: new Date((start + 900) * 1000), origin: 'https://upload.pypi.org' });
    expect(identity.audiences).toStrictEqual(['pypi']);
    expect(sent()).toStrictEqual(identity.tokens);
  });

  test('leaves user name and password of the upload URL behind', async () => {
    const { source, requests } = world({ ...audience, [mint]: granted('pypi-token-1') }, { uploadUrl: new URL('https://me:secret@upload.pypi.org/legacy/') });

    await source.token();

    expect(requests.map(({ url }) => url.href).join(' ')).not.toMatch(/me|secret/);
  });

  test('prefers the endpoints of PEP 807, and those it was given to both', async () => {
    const discovered = { 'audience-endpoint': 'https://upload.pypi.org/a', 'token-mint-endpoint': 'https://upload.pypi.org/m' };
    const script = {
      ...audience,
      'GET upload.pypi.org/.well-known/pytp': { json: discovered, type: 'application/vnd.pypi.pytp.v1+json' },
      'GET upload.pypi.org/a': { json: { audience: 'pypi' } },
      'POST upload.pypi.org/m': granted('discovered'),
      'POST upload.pypi.org/explicit': granted('explicit'),
    };

    expect((await world(script).source.token()).reveal()).toBe('discovered');
    expect((await world(script, { audience: 'pypi', endpoints: { mint: new URL('https://upload.pypi.org/explicit') } }).source.token()).reveal()).toBe('explicit');
  });

  test.each([
    [undefined, start + 900],
    [null, start + 900],
    [start + 3600, start + 3600],
    [start + 999_999_999, start + 21_600],
  ])('with the end %j lasts until %i', async (expires, seconds) => {
    const { source } = world({ ...audience, [mint]: { json: { token: 't', expires } } });

    expect((await source.token()).expiresAt.getTime() / 1000).toBe(seconds);
  });

  test('lets the caller look at the token before it is sent', async () => {
    const { source, sent } = world({ ...audience, [mint]: granted('t') }, {
      checkToken: () => {
        throw new RangeError('not this one');
      },
    });

    await expect(source.token()).rejects.toThrow(RangeError);
    expect(sent()).toStrictEqual([]);
  });
});

describe('a hostile index', () => {
  test.each(['pypi', 'testpypi', 'sigstore', 'https://github.com/octo-org'])('that announces %s gets no token, and none is asked for', async (announced) => {
    const { source, identity, sent } = world({ 'GET evil.example/_/oidc/audience': { json: { audience: announced } } }, { uploadUrl: new URL('https://evil.example/legacy/') });

    await expect(source.token()).rejects.toMatchObject({ code: 'AUDIENCE_REFUSED' });
    expect(identity.audiences).toStrictEqual([]);
    expect(sent()).toStrictEqual([]);
  });

  test('that names endpoints elsewhere gets no token', async () => {
    const discovered = { 'audience-endpoint': 'https://upload.pypi.org/_/oidc/audience', 'token-mint-endpoint': 'https://evil.example/mint' };
    const { source, identity } = world(
      { ...audience, 'GET evil.example/.well-known/pytp': { json: discovered, type: 'application/vnd.pypi.pytp.v1+json' } },
      { uploadUrl: new URL('https://evil.example/legacy/') },
    );

    await expect(source.token()).rejects.toMatchObject({ code: 'ENDPOINTS_REFUSED' });
    expect(identity.audiences).toStrictEqual([]);
  });

  test('that repeats the token in its answer does not get it into the error', async () => {
    const identity = fakeIdentity();
    const { http } = scriptedHttp({ ...audience });
    const echoing = {
      ...http,
      request: async (asked: Parameters<typeof http.request>[0]) => {
        if (asked.method !== 'POST') return await http.request(asked);
        const { token } = JSON.parse(String(asked.body)) as { token: string };
        const json = { errors: [{ code: token, description: `\u001b[2J${token} and ${token.split('.')[2]}\u202e` }] };
        return await scriptedHttp({ [mint]: { status: 422, json } }).http.request(asked);
      },
    };

    const error = await errorOf(createUploadTokenSource({ identity, uploadUrl, http: echoing }).token());

    expect(error).toMatchObject({ code: 'TOKEN_REFUSED', message: expect.not.stringMatching(/\p{C}/u) });
    const seen = everythingVisible(error);
    for (const part of (identity.tokens[0] ?? '').split('.')) expect(seen).not.toContain(part);
  });
});

describe('an index without trusted publishing', () => {
  test.each([
    [403, 'TRUSTED_PUBLISHING_DISABLED'],
    [404, 'TRUSTED_PUBLISHING_NOT_SUPPORTED'],
    [500, 'TRUSTED_PUBLISHING_UNEXPECTED_ANSWER'],
    [302, 'TRUSTED_PUBLISHING_UNEXPECTED_ANSWER'],
  ])('that answers %i for the audience is %s', async (status, code) => {
    const { source, identity } = world({ 'GET upload.pypi.org/_/oidc/audience': { status, text: '<html>' } });

    await expect(source.token()).rejects.toMatchObject({ code });
    expect(identity.audiences).toStrictEqual([]);
  });

  test.each([{ text: '<html>' }, { json: {} }, { json: { audience: 7 } }, { json: [] }])('that answers %j for the audience is not understood', async (answer) => {
    await expect(world({ 'GET upload.pypi.org/_/oidc/audience': answer }).source.token()).rejects.toMatchObject({ code: 'TRUSTED_PUBLISHING_UNEXPECTED_ANSWER' });
  });

  test('that answers 403 or 404 when asked for a token is the same', async () => {
    await expect(world({ ...audience, [mint]: { status: 403, json: { message: 'x' } } }).source.token()).rejects.toMatchObject({ code: 'TRUSTED_PUBLISHING_DISABLED' });
    await expect(world({ ...audience, [mint]: { status: 404, text: 'x' } }).source.token()).rejects.toMatchObject({ code: 'TRUSTED_PUBLISHING_NOT_SUPPORTED' });
  });
});

describe('a lost answer', () => {
  test.each<readonly [string, Answer]>([
    ['no answer', lost()],
    ['a 500', { status: 500, text: 'oops' }],
    ['a 503 in JSON', { status: 503, json: { errors: [{ code: 'x', description: 'y' }] } }],
    ['a 429', { status: 429, text: 'slow down' }],
    ['a page instead of a token', { text: '<html>' }],
    ['a token that is none', { json: { token: 'a b' } }],
  ])('(%s) is followed by a new identity token, never by the old one', async (_name, answer) => {
    const { source, sent } = world({ ...audience, [mint]: [answer, granted('pypi-token-2')] });

    expect((await source.token()).reveal()).toBe('pypi-token-2');
    expect(new Set(sent()).size).toBe(2);
    expect(sent()).toHaveLength(2);
  });

  test('three times ends in the last failure', async () => {
    const { source, sent } = world({ ...audience, [mint]: [lost(), { status: 502, text: '' }, lost()] });

    await expect(source.token()).rejects.toMatchObject({ code: 'HTTP_UNREACHABLE' });
    expect(new Set(sent()).size).toBe(3);
  });

  test('where the token cannot be renewed ends at once, without sending it again', async () => {
    const { source, sent } = world({ ...audience, [mint]: [lost(), granted('never')] }, { of: { provider: 'gitlab', isFixed: true } });

    const error = await errorOf(source.token());

    expect(error).toMatchObject({ code: 'IDENTITY_TOKEN_SPENT', cause: expect.objectContaining({ code: 'HTTP_UNREACHABLE' }), remedy: expect.stringContaining('GitLab') });
    expect(sent()).toHaveLength(1);
  });

  test('where tokens have no jti, as Google’s, may be asked for with the same one', async () => {
    const { source, sent } = world({ ...audience, [mint]: [lost(), granted('again')] }, { of: { provider: 'google', isFixed: true, claims: { jti: undefined } } });

    expect((await source.token()).reveal()).toBe('again');
    expect(sent()).toHaveLength(2);
  });

  test('does not spend a token on a refusal: it is not asked again', async () => {
    const { source, sent } = world({ ...audience, [mint]: { status: 422, json: { errors: [{ code: 'invalid-token', description: 'malformed or invalid token' }] } } });

    await expect(source.token()).rejects.toMatchObject({ code: 'TOKEN_REFUSED' });
    expect(sent()).toHaveLength(1);
  });
});

describe('renewal', () => {
  test('hands out the same token while it is good, and a new one of a new identity token before it ends', async () => {
    const { source, clock, sent } = world({ ...audience, [mint]: [granted('one'), granted('two', start + 1500)] });

    const [first, again] = [await source.token(), await source.token()];
    clock.seconds += 601;
    const renewed = await source.token();

    expect([first, again, renewed].map((token) => token.reveal())).toStrictEqual(['one', 'one', 'two']);
    expect(new Set(sent()).size).toBe(2);
  });

  test('exchanges once for many who ask at the same time', async () => {
    const { source, sent } = world({ ...audience, [mint]: granted('one') });

    await Promise.all([source.token(), source.token(), source.token()]);

    expect(sent()).toHaveLength(1);
  });

  test('where the token cannot be renewed keeps the old one to its end, and then says so', async () => {
    const { source, clock } = world({ ...audience, [mint]: [granted('one'), granted('never')] }, { of: { isFixed: true } });

    await source.token();
    clock.seconds += 800;
    expect((await source.token()).reveal()).toBe('one');
    clock.seconds += 80;
    await expect(source.token()).rejects.toMatchObject({ code: 'IDENTITY_TOKEN_SPENT' });
  });

  test('does not send a token again for a second release in the same process', async () => {
    const identity = fakeIdentity({ isFixed: true });
    const first = world({ ...audience, [mint]: granted('one') }, { identity });
    const second = world({ ...audience, [mint]: granted('never') }, { identity });

    await first.source.token();

    await expect(second.source.token()).rejects.toMatchObject({ code: 'IDENTITY_TOKEN_SPENT' });
    expect(second.sent()).toStrictEqual([]);
  });

  test('of a single-use token happens for each upload', async () => {
    const endpoints = { audience: new URL('https://upload.pypi.org/_/oidc/audience'), mint: new URL('https://upload.pypi.org/_/oidc/mint-token'), use: 'single-use-token' } as const;
    const { source, sent } = world({ ...audience, [mint]: [granted('one'), granted('two')] }, { endpoints });

    expect([(await source.token()).reveal(), (await source.token()).reveal()]).toStrictEqual(['one', 'two']);
    expect(new Set(sent()).size).toBe(2);
  });

  test('begins anew after a failure, also with the question for the audience', async () => {
    const { source } = world({ 'GET upload.pypi.org/_/oidc/audience': [{ status: 500, text: '' }, { json: { audience: 'pypi' } }], [mint]: granted('one') });

    await expect(source.token()).rejects.toMatchObject({ code: 'TRUSTED_PUBLISHING_UNEXPECTED_ANSWER' });
    expect((await source.token()).reveal()).toBe('one');
  });
});

describe('a token that the index takes no more before its time', () => {
  test('is replaced at once, however long it should have lasted', async () => {
    const { source, sent } = world({ ...audience, [mint]: [granted('one'), granted('two')] });
    const refused = await source.token();

    const renewed = await source.token({ refused });

    expect(renewed.reveal()).toBe('two');
    expect((await source.token()).reveal()).toBe('two');
    expect(new Set(sent()).size).toBe(2);
  });

  test('is replaced once for all who name it, at the same time or later', async () => {
    const { source, sent } = world({ ...audience, [mint]: [granted('one'), granted('two'), granted('three')] });
    const refused = await source.token();

    const together = await Promise.all([source.token({ refused }), source.token({ refused }), source.token({ refused }), source.token({ refused })]);
    const late = await source.token({ refused });

    expect([...together, late].map((token) => token.reveal())).toStrictEqual(['two', 'two', 'two', 'two', 'two']);
    expect(sent()).toHaveLength(2);
  });

  test('is known by its text, whatever carries it', async () => {
    const { source } = world({ ...audience, [mint]: [granted('one'), granted('two')] });
    await source.token();

    expect((await source.token({ refused: { reveal: () => 'one' } })).reveal()).toBe('two');
    expect((await source.token({ refused: { reveal: () => 'never given' } })).reveal()).toBe('two');
  });

  test('is never given again, also when no other can be had', async () => {
    const { source, clock } = world({ ...audience, [mint]: [granted('one'), lost(), lost(), lost(), granted('two')] });
    const refused = await source.token();
    // Its renewal is due anyway: a failure of that would keep a good token.
    clock.seconds += 700;

    await expect(source.token({ refused })).rejects.toMatchObject({ code: 'HTTP_UNREACHABLE' });

    expect((await source.token()).reveal()).toBe('two');
  });

  test('and was refused while its renewal was under way is not kept when that fails', async () => {
    const { http } = scriptedHttp({ ...audience, [mint]: [granted('one'), { status: 422, json: { errors: [{ code: 'invalid-token', description: 'no' }] } }] });
    let answer: () => void = () => undefined;
    const isAnswered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    let exchanges = 0;
    const slow: typeof http = {
      ...http,
      request: async (asked) => {
        if (asked.method === 'POST' && ++exchanges > 1) await isAnswered;
        return await http.request(asked);
      },
    };
    const clock = { seconds: start };
    const source = createUploadTokenSource({ identity: fakeIdentity(), uploadUrl, http: slow, now: () => new Date(clock.seconds * 1000), sleep: async () => {} });
    const refused = await source.token();
    clock.seconds += 700;

    const due = source.token();
    const forced = source.token({ refused });
    answer();

    await expect(due).rejects.toMatchObject({ code: 'TOKEN_REFUSED' });
    await expect(forced).rejects.toMatchObject({ code: 'TOKEN_REFUSED' });
  });

  test('and cannot be replaced, as on GitLab, ends with both reasons and the way on', async () => {
    const { source, identity, sent } = world({ ...audience, [mint]: [granted('secret-upload-token'), granted('never')] }, { of: { provider: 'gitlab', isFixed: true } });
    const refused = await source.token();

    const error = await errorOf(source.token({ refused }));

    expect(error).toMatchObject({
      code: 'IDENTITY_TOKEN_SPENT',
      message: expect.stringMatching(/ended the upload token before its time, and gitlab has no new identity token/),
      remedy: expect.stringMatching(/Run the job again.* finishes the release/),
    });
    expect(sent()).toHaveLength(1);
    const seen = everythingVisible(error);
    for (const secret of ['secret-upload-token', ...(identity.tokens[0] ?? '').split('.')]) expect(seen).not.toContain(secret);
  });
});

test('two who ask at the same time for a single-use token get one each', async () => {
  const endpoints = { audience: new URL('https://upload.pypi.org/_/oidc/audience'), mint: new URL('https://upload.pypi.org/_/oidc/mint-token'), use: 'single-use-token' } as const;
  const { source } = world({ ...audience, [mint]: [granted('one'), granted('two')] }, { endpoints });

  const tokens = await Promise.all([source.token(), source.token()]);

  expect(tokens.map((token) => token.reveal())).toStrictEqual(['one', 'two']);
});

test('an upload token shows itself to nobody who did not ask for it', async () => {
  const secret = 'pypi-secret-upload-token';
  const token = await world({ ...audience, [mint]: granted(secret) }).source.token();

  const seen = [inspect(token, { showHidden: true, depth: Infinity }), JSON.stringify(token), String(token), JSON.stringify({ ...token }), Object.keys(token).join()].join(' ');

  expect(seen).not.toContain(secret);
  expect(token.reveal()).toBe(secret);
});
