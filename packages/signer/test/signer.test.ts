import { isCodedError, type HttpClient } from '@ropewalk/core';
import { bundleToAttestation, parseStatement, statementBytes } from '@ropewalk/pep740';
import { createBundleVerifier } from '@ropewalk/sigstore-verifier';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, statement, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ earlierEntries: 100_000 });
});
afterAll(() => world.close());

describe('a signature', () => {
  test('verifies, holds the bytes unchanged, and says who signed', async () => {
    const payload = statement();

    const bundle = await world.signer().sign(payload);

    const verified = createBundleVerifier(world.trustedRoot).verify(bundle, { profile: 'pep740' });
    expect(Buffer.from(verified.payload)).toEqual(Buffer.from(payload));
    expect(verified.certificate.sourceRepositoryUri).toBe('https://github.com/octo-org/sampleproject');
    expect(parseStatement(statementBytes(bundleToAttestation(bundle))).subject.name).toBe('sampleproject-1.0.0.tar.gz');
  });

  test.each(['gitlab', 'google'] as const)('can be made as a job of %s', async (provider) => {
    const bundle = await world.signer({ identity: world.identity(provider) }).sign(statement());

    expect(createBundleVerifier(world.trustedRoot).verify(bundle).certificate.issuer).toBe([...world.ci.issuers.keys()][provider === 'gitlab' ? 1 : 2]);
  });

  test('keeps an index of zero and an empty path: the first entry of a fresh log', async () => {
    const fresh = await startWorld();
    const bundle = await fresh.signer().sign(statement());
    await fresh.close();

    const [entry] = bundleToAttestation(bundle).verification_material.transparency_entries;
    expect(entry).toMatchObject({ logIndex: '0', inclusionProof: { logIndex: '0', treeSize: '1', hashes: [] } });
  });
});

test.each(['/sigstore', '/sigstore/'])('Fulcio and Rekor may be below a path: %s', async (path) => {
  const asked: string[] = [];
  const http: HttpClient = {
    ...world.http,
    request(request) {
      asked.push(request.url.pathname);
      return world.http.request({ ...request, url: new URL(request.url.pathname.replace('/sigstore', ''), request.url) });
    },
  };
  const { fulcioUrl, rekorUrl } = world.sigstore;

  await world.signer({ http, fulcioUrl: new URL(path, fulcioUrl), rekorUrl: new URL(path, rekorUrl) }).sign(statement());

  expect(asked).toEqual(['/sigstore/api/v2/signingCert', '/sigstore/api/v1/log/entries']);
});

describe('the certificate', () => {
  test('is one for everything that is signed', async () => {
    const signer = world.signer();
    const before = world.sigstore.requests();

    const bundles = [await signer.sign(statement(1)), ...(await Promise.all([signer.sign(statement(2)), signer.sign(statement(3))]))];

    const after = world.sigstore.requests();
    expect(after.fulcio - before.fulcio).toBe(1);
    expect(after.rekor - before.rekor).toBe(3);
    expect(new Set(bundles.map(({ verificationMaterial }) => JSON.stringify(verificationMaterial['certificate']))).size).toBe(1);
  });

  test('is asked for once by signatures that begin together', async () => {
    const signer = world.signer();
    const before = world.sigstore.requests().fulcio;

    await Promise.all([signer.sign(statement(1)), signer.sign(statement(2)), signer.sign(statement(3))]);

    expect(world.sigstore.requests().fulcio - before).toBe(1);
  });

  test('is replaced, with a fresh token, before it ends', async () => {
    let now = Date.now();
    const clock = () => new Date(now);
    const dated = await startWorld({ now: clock });
    const signer = dated.signer({ now: clock });

    await signer.sign(statement(1));
    now += 8 * 60_000;
    await signer.sign(statement(2));
    const whileItLasts = dated.sigstore.requests().fulcio;
    now += 60_000;
    await signer.sign(statement(3));

    await dated.close();
    expect(whileItLasts).toBe(1);
    expect(dated.sigstore.requests().fulcio).toBe(2);
    expect(new Set(dated.tokens).size).toBe(2);
  });

  test('can be had beforehand, and then nothing is public yet', async () => {
    const signer = world.signer();
    const logged = world.sigstore.transparencyLog.tree.size;

    const token = await signer.prepare();

    expect(token.claims['repository']).toBe('octo-org/sampleproject');
    expect(world.sigstore.transparencyLog.tree.size).toBe(logged);
  });

  test('is not asked for when the token is refused by the caller', async () => {
    const before = world.sigstore.requests();
    const signer = world.signer({
      checkToken: (token) => {
        throw new Error(`not with ${String(token.claims['repository_visibility'])}`);
      },
    });

    await expect(signer.sign(statement())).rejects.toThrow('not with public');
    expect(world.sigstore.requests()).toEqual(before);
  });
});

describe('a token that Fulcio would refuse', () => {
  test.each([
    ['has ended', 'github', { exp: 1_700_000_000 }, /ended: at 2023/],
    ['ends within seconds', 'github', { exp: Math.floor(Date.now() / 1000) + 5 }, /ends too soon/],
    ['names an unverified e-mail address', 'google', { email_verified: false }, /has not verified/],
    ['names nobody', 'github', { sub: undefined }, /names no subject/],
  ] as const)('is not sent when it %s', async (_name, provider, claims, message) => {
    const before = world.sigstore.requests();

    const signed = world.signer({ identity: world.identity(provider, claims) }).sign(statement());

    await expect(signed).rejects.toMatchObject({ code: 'IDENTITY_TOKEN_UNSUITABLE', message: expect.stringMatching(message) });
    expect(world.sigstore.requests()).toEqual(before);
  });

  test('is named with its cause when Fulcio says only that there was an error', async () => {
    const early = world.signer({ identity: world.identity('github', { nbf: Math.floor(Date.now() / 1000) + 600 }) });
    const unknown = world.signer({ identity: world.identity('github', { iss: 'https://ci.example' }) });
    const incomplete = world.signer({ identity: world.identity('github', { workflow_ref: '' }) });

    await expect(early.sign(statement())).rejects.toMatchObject({ code: 'FULCIO_REFUSED', message: expect.stringContaining('is not valid yet') });
    await expect(unknown.sign(statement())).rejects.toMatchObject({ code: 'FULCIO_REFUSED', message: expect.stringContaining('accepts no tokens of https://ci.example') });
    await expect(incomplete.sign(statement())).rejects.toMatchObject({ code: 'FULCIO_REFUSED', message: expect.stringContaining('a claim it needs') });
  });

  test('is told from a clock that is wrong', async () => {
    const ahead = await startWorld({ now: () => new Date(Date.now() + 3_600_000), ciNow: () => new Date() });
    const signed = ahead.signer().sign(statement());

    await expect(signed).rejects.toMatchObject({ code: 'FULCIO_REFUSED', message: expect.stringMatching(/the token had ended.*differs from Fulcio's by 3(?:599|600|601) seconds/) });
    await ahead.close();
  });
});

test('no error holds a token', async () => {
  const claims = [{ exp: 1 }, { iss: 'https://ci.example' }, { nbf: 9_999_999_999 }, { sub: undefined }, { workflow_ref: '' }];

  const errors = await Promise.all(claims.map((claim) => world.signer({ identity: world.identity('github', claim) }).sign(statement()).catch((error: unknown) => error)));

  const texts = errors.map((error) => (isCodedError(error) ? [error.message, error.remedy, error.stack, String(error.cause)].join() : expect.fail()));
  for (const token of world.tokens) expect(texts.filter((text) => text.includes(token) || text.includes(token.split('.')[2] ?? token))).toEqual([]);
});
