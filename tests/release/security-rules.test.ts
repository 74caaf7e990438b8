import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isCodedError, type HttpRequest, type IdentityProvider } from '@ropewalk/core';
import { githubIdentity } from '@ropewalk/oidc-github';
import { publish, type PublishOptions } from '@ropewalk/publish';
import { rehearsalAudience, sampleRelease, type World } from '@ropewalk/rehearsal';
import { recordingClient } from './recording-client.ts';
import { jobClaims, openSampleWorld } from './world.ts';

let world: World;
let folder: string;
let requests: HttpRequest[];

beforeEach(async () => {
  world = await openSampleWorld();
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-rules-'));
  requests = [];
});
afterEach(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

describe('an audience belongs to an origin', () => {
  test.each(['pypi', 'testpypi', 'sigstore'])('an index that announces %s, which is another’s, gets no token', async (audience) => {
    const hostile = await openSampleWorld({ index: { audience } });
    const asked: string[] = [];

    const code = await codeOf({ ...optionsOf(hostile, jobClaims, asked), audience: undefined });
    await hostile.close();

    expect(code).toBe('AUDIENCE_REFUSED');
    expect(asked).toEqual(['sigstore']);
  });
});

describe('credentials are bound to their origin', () => {
  test('a pypi token from the environment is not sent to another index', async () => {
    const token = `pypi-${Buffer.from(pypiMacaroon).toString('base64url')}`;

    const code = await codeOf({ ...optionsOf(world), identity: undefined, env: { ROPEWALK_TOKEN: token } });

    expect(code).toBe('CREDENTIAL_FOR_OTHER_INDEX');
    expect(requests).toEqual([]);
  });

  test('no credential is sent over plain http to another machine', async () => {
    const code = await codeOf({ ...optionsOf(world), repositoryUrl: 'http://index.example.org/legacy/', token: 'some-token' });

    expect(code).toMatch(/CREDENTIAL_EXPOSED|HTTP_FORBIDDEN_URL/);
    expect(requests.filter(({ headers }) => headers?.['authorization'] !== undefined)).toEqual([]);
  });
});

describe('worlds do not mix', () => {
  test('a loopback index with the public Sigstore is refused before anything is asked for', async () => {
    const code = await codeOf({ ...optionsOf(world), sigstore: undefined });

    expect(code).toBe('CONFIGURATION_CONFLICT');
    expect(requests).toEqual([]);
  });

  test.each([
    ['Fulcio alone', { ROPEWALK_FULCIO_URL: 'http://127.0.0.1:1' }],
    ['Rekor alone', { ROPEWALK_REKOR_URL: 'http://127.0.0.1:1' }],
    ['a trusted root alone', { ROPEWALK_TRUSTED_ROOT: 'trusted_root.json' }],
    ['all but the trusted root', { ROPEWALK_FULCIO_URL: 'http://127.0.0.1:1', ROPEWALK_REKOR_URL: 'http://127.0.0.1:1' }],
  ])('%s is refused: a Sigstore is set whole or not at all', async (_, env) => {
    const code = await codeOf({ ...optionsOf(world), sigstore: undefined, env });

    expect(code).toBe('CONFIGURATION_CONFLICT');
    expect(requests).toEqual([]);
  });

  test('the rehearsal’s client reaches nothing but loopback', async () => {
    const outside = world.http.request({ url: new URL('https://pypi.org/simple/') });

    await expect(outside).rejects.toMatchObject({ code: 'HTTP_FORBIDDEN_URL' });
  });
});

describe('nothing private becomes public unasked', () => {
  test.each([
    ['private', { repository_visibility: 'private' }],
    ['internal', { repository_visibility: 'internal' }],
    ['not stated', { repository_visibility: undefined }],
  ])('a repository whose visibility is %s is not signed for', async (_, claims) => {
    const code = await codeOf(optionsOf(world, { ...jobClaims, ...claims }));

    expect(code).toBe('IDENTITY_NOT_PUBLIC');
    expect(requests.map(({ url }) => url.origin)).not.toContain(world.sigstore.fulcioUrl.origin);
  });

  test('an index that does not accept this identity leaves no certificate and no signature in a public log', async () => {
    const code = await codeOf(optionsOf(world, { ...jobClaims, repository: 'somebody/else', repository_owner: 'somebody' }));

    expect(code).toBe('TOKEN_REFUSED');
    const asked = requests.map(({ url }) => url.origin);
    expect(asked).not.toContain(world.sigstore.fulcioUrl.origin);
    expect(asked).not.toContain(world.sigstore.rekorUrl.origin);
  });

  test('what will stay in a public log is told before anybody is asked to sign it', async () => {
    for await (const event of publish(await sampleRelease(), optionsOf(world) as PublishOptions)) if (event.type === 'log-notice') break;

    expect(requests.map(({ url }) => url.origin)).not.toContain(world.sigstore.fulcioUrl.origin);
  });

  test('it is, when that is spelled out', async () => {
    const code = await codeOf({ ...optionsOf(world, { ...jobClaims, repository_visibility: 'private' }), allowPublicLog: true });

    expect(code).toBeUndefined();
  });
});

describe('a given token wins', () => {
  test('no identity is looked for and nothing is signed', async () => {
    let detected = 0;
    const identity: IdentityProvider = { name: 'counting', detect: async () => void (detected += 1) };

    const code = await codeOf({ ...optionsOf(world), identity, token: 'not-a-known-token' });

    expect(code).toBe('UPLOAD_UNAUTHORIZED');
    expect(detected).toBe(0);
    expect(requests.map(({ url }) => url.origin)).not.toContain(world.sigstore.fulcioUrl.origin);
  });
});

type Loose = { readonly [Name in keyof PublishOptions]: PublishOptions[Name] | undefined };

async function codeOf(options: Loose): Promise<string | undefined> {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as PublishOptions;
  try {
    for await (const _ of publish(await sampleRelease(), given));
    return undefined;
  } catch (error) {
    if (isCodedError(error)) return error.code;
    throw error;
  }
}

function optionsOf(open: World, claims: Readonly<Record<string, unknown>> = jobClaims, asked: string[] = []): Loose {
  const http = recordingClient(open.http, requests);
  const provider = githubIdentity({ env: open.ci.github(claims).env, http });
  return {
    identity: noting(provider, asked),
    env: {},
    repositoryUrl: open.index.uploadUrl,
    audience: rehearsalAudience,
    sigstore: { fulcioUrl: open.sigstore.fulcioUrl, rekorUrl: open.sigstore.rekorUrl, trustedRoot: open.trustedRoot },
    http,
  };
}

/** Notes the audiences that tokens are asked for. */
function noting(provider: IdentityProvider, asked: string[]): IdentityProvider {
  return {
    name: provider.name,
    async detect(options) {
      const identity = await provider.detect(options);
      if (identity === undefined) return undefined;
      return {
        provider: identity.provider,
        requestToken: (audience, request) => {
          asked.push(audience);
          return identity.requestToken(audience, request);
        },
      };
    },
  };
}

/** A macaroon (version 2) whose location is pypi.org: version, location, identifier, end, no caveats, signature. */
const pypiMacaroon = Buffer.concat([
  Buffer.from([2, 1, 8]),
  Buffer.from('pypi.org'),
  Buffer.from([2, 2]),
  Buffer.from('id'),
  Buffer.from([0, 0, 6, 32]),
  Buffer.alloc(32, 7),
]);
