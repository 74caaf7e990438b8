import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSigningWorld, type Provider, type SigningWorld } from '@ropewalk-tests/interop/signed-files.ts';
import { startLocalSigstore, type LocalSigstore } from '@ropewalk/local-sigstore';
import { X509Certificate as SigstoreCertificate } from '@sigstore/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRealSigstore } from './real-sigstore.ts';
import { ask, certificateRequest, chainOf, proposedEntry, shapeOf, type Answer } from './wire.ts';

let folder: string;
let real: SigningWorld;
let local: LocalSigstore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-compare-'));
  real = await startSigningWorld(folder, { sigstore: startRealSigstore });
  local = await startLocalSigstore({ http: real.http, issuers: real.ci.issuers });
});
afterAll(async () => {
  await Promise.all([real?.close(), local?.close()]);
  await rm(folder, { recursive: true, force: true });
});

type Side = 'real' | 'local';
const sides: readonly Side[] = ['real', 'local'];
const urlsOf = (side: Side) => (side === 'real' ? real.sigstore : local);
const askFulcio = (side: Side, path: string, body?: unknown) => ask(real.http, new URL(path, urlsOf(side).fulcioUrl), body);
const askRekor = (side: Side, path: string, body?: unknown) => ask(real.http, new URL(path, urlsOf(side).rekorUrl), body);
const both = <T>(act: (side: Side) => Promise<T>) => Promise.all(sides.map(act));

/** Extensions that hold a hash of a key or a signature: only their length can agree. */
const KEYED = new Set(['2.5.29.14', '2.5.29.35']);
const SCT_LIST = '1.3.6.1.4.1.11129.2.4.2';

/** Everything a certificate says that does not depend on keys, names of the authority or the time. */
function certificateFacts(pem: string): object {
  const parsed = SigstoreCertificate.parse(pem);
  const { subject, publicKey, serialNumber, validFromDate, validToDate } = new X509Certificate(pem);
  return {
    pemEndsWithNewline: pem.endsWith('\n'),
    version: parsed.version,
    signatureAlgorithm: parsed.signatureAlgorithm,
    subject,
    curve: publicKey.asymmetricKeyDetails?.namedCurve,
    serialNumberIsLong: serialNumber.length > 36,
    lifetimeMs: validToDate.getTime() - validFromDate.getTime(),
    scts: parsed.extSCT?.signedCertificateTimestamps.length,
    extensions: parsed.extensions.map((extension) => {
      const oid = extension.subs[0]?.toOID() ?? '';
      const value = extension.subs.at(-1)?.value ?? Buffer.alloc(0);
      const shown = KEYED.has(oid) ? value.length : oid === SCT_LIST ? 'an SCT' : value.toString('hex');
      return { oid, critical: extension.subs.length === 3, value: shown };
    }),
  };
}

describe('for the same token the real Fulcio and ours issue certificates that agree field by field:', () => {
  test.each<[string, Provider, Readonly<Record<string, unknown>>]>([
    ['GitHub', 'github', {}],
    ['GitHub, without an environment', 'github', { environment: undefined }],
    ['GitHub, by a workflow of another repository', 'github', { job_workflow_ref: 'octo-org/workflows/.github/workflows/publish.yml@refs/heads/main', job_workflow_sha: 'ab'.repeat(20) }],
    ['GitHub, from a branch', 'github', { ref: 'refs/heads/main' }],
    ['GitHub, with names beyond ASCII', 'github', { workflow: 'Veröffentlichen 🚀', environment: 'Größe "1" <x>' }],
    ['GitHub, with a file name that is no plain URL', 'github', { job_workflow_ref: 'octo-org/sampleproject/.github/workflows/re lease%20ü.yml@refs/tags/v1' }],
    ['GitHub, with a file name of rare but fit characters', 'github', { job_workflow_ref: "octo-org/sampleproject/.github/workflows/a!(b)'c'*[d]%2Fe.yml@refs/tags/v1" }],
    ['GitHub, with a file name of quotes and brackets', 'github', { job_workflow_ref: 'octo-org/sampleproject/.github/workflows/"a"{b}|c^d`e!(f)\'.yml@refs/tags/v1' }],
    ['GitHub, of an issuer for one enterprise', 'github', { iss: 'https://token.actions.githubusercontent.com/octo-enterprise' }],
    ['GitLab', 'gitlab', {}],
    ['GitLab, from a branch', 'gitlab', { ref: 'main', ref_type: 'branch' }],
    ['GitLab, without an environment', 'gitlab', { environment: undefined }],
    ['GitLab, with numbers for identifiers', 'gitlab', { project_id: 20, namespace_id: 72, job_id: 302 }],
    ['Google', 'google', {}],
  ])('%s', async (_name, provider, claims) => {
    const token = await real.ci.issueToken(provider, { audience: 'sigstore', claims });
    const { sub, email } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const request = certificateRequest(token, email ?? sub);

    const answers = await both((side) => askFulcio(side, 'api/v2/signingCert', request.body));

    const [theirs, ours] = answers.map((answer) => (answer.status === 200 ? { ...shapedAnswer(answer), leaf: certificateFacts(chainOf(answer)[0] ?? '') } : answer));
    expect(ours).toEqual(theirs);
  });
});

describe('the two Fulcios answer alike', () => {
  const cases: readonly [string, () => Promise<object>][] = [
    ['a token for another audience', async () => certificateRequest(await real.ci.issueToken('github', { audience: 'pypi' }), 'x').body],
    ['a token that has ended', async () => certificateRequest(await real.ci.issueToken('github', { audience: 'sigstore', claims: { exp: 1_700_000_000 } }), 'x').body],
    ['a token of an unknown issuer', async () => certificateRequest(await real.ci.issueToken('github', { audience: 'sigstore', claims: { iss: 'https://ci.example' } }), 'x').body],
    ['an unverified e-mail address', async () => certificateRequest(await real.ci.issueToken('google', { audience: 'sigstore', claims: { email_verified: false } }), 'x').body],
    ['a proof of possession over something else', async () => certificateRequest(await real.token('github'), 'something else').body],
    ['no key', async () => ({ credentials: { oidcIdentityToken: await real.token('github') } })],
    ['no token', async () => ({})],
  ];

  test.each(cases)('%s', async (_name, request) => {
    const body = await request();

    const [theirs, ours] = await both((side) => askFulcio(side, 'api/v2/signingCert', body));

    expect(theirs?.status).toBe(400);
    expect(ours).toEqual(theirs);
  });

  test('a question for the trust bundle', async () => {
    const [theirs, ours] = (await both((side) => askFulcio(side, 'api/v2/trustBundle'))).map(shaped);

    expect(ours).toEqual(theirs);
  });

  test('a question for the configuration, as far as ours says anything', async () => {
    const [theirs, ours] = await both((side) => askFulcio(side, 'api/v2/configuration'));

    const { issuers = [] } = (ours?.body ?? {}) as { issuers?: readonly object[] };
    expect(issuers).not.toEqual([]);
    expect(theirs).toMatchObject({ status: ours?.status, body: { issuers: expect.arrayContaining(issuers.map((issuer) => expect.objectContaining(issuer))) } });
  });
});

describe('the two Rekors answer alike', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const propose = (side: Side, entry: object) => askRekor(side, 'api/v1/log/entries', entry);
  const entryOf = (answer: Answer | undefined) => Object.values(answer?.body as Record<string, { body: string; verification: { inclusionProof: { checkpoint: string } } }>)[0];

  test('the same entry: with the same body, members, leaf hash and form of checkpoint', async () => {
    const proposed = proposedEntry(pem, privateKey, '{"n":1}');

    const [theirs, ours] = await both((side) => propose(side, proposed));

    const form = (answer: Answer | undefined) => entryOf(answer)?.verification.inclusionProof.checkpoint.replaceAll(/[A-Za-z0-9+/]{43,}=*/g, 'base64').replaceAll(/ - \d+/g, ' - id').replaceAll(/rekor\.\w+\.localhost/g, 'origin');
    const leaf = (answer: Answer | undefined) => Object.keys(answer?.body as object)[0]?.slice(16);
    expect(ours?.status).toBe(theirs?.status);
    expect(entryOf(ours)?.body).toBe(entryOf(theirs)?.body);
    expect(shapeOf(entryOf(ours))).toEqual(shapeOf(entryOf(theirs)));
    expect(form(ours)).toBe(form(theirs));
    expect(leaf(ours)).toBe(leaf(theirs));
  });

  test('the same entry with a certificate as its verifier', async () => {
    const token = await real.token('github');
    const { sub } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const request = certificateRequest(token, sub);
    const leaf = chainOf(await askFulcio('real', 'api/v2/signingCert', request.body))[0] ?? '';

    const [theirs, ours] = await both((side) => propose(side, proposedEntry(leaf, request.privateKey, '{"n":2}')));

    const verifier = (answer: Answer | undefined) => JSON.parse(Buffer.from(entryOf(answer)?.body ?? '', 'base64').toString()).spec.signatures[0].verifier;
    expect(verifier(ours)).toBe(verifier(theirs));
  });

  test('an entry that is there already, and where it says the entry is', async () => {
    const proposed = proposedEntry(pem, privateKey, '{"n":3}');
    await both((side) => propose(side, proposed));

    const [theirs, ours] = (await both((side) => propose(side, proposed))).map((answer) => JSON.parse(JSON.stringify(answer).replaceAll(/[0-9a-f]{80}/g, 'uuid')));

    expect(theirs.status).toBe(409);
    expect(ours).toEqual(theirs);
  });

  test('an entry found by UUID and by index', async () => {
    const proposed = proposedEntry(pem, privateKey, '{"n":4}');
    const [theirs, ours] = await both(async (side) => {
      const logged = await propose(side, proposed);
      const [uuid = ''] = Object.keys(logged.body as object);
      const { logIndex } = Object.values(logged.body as Record<string, { logIndex: number }>)[0] ?? { logIndex: -1 };
      return [await askRekor(side, `api/v1/log/entries/${uuid}`), await askRekor(side, `api/v1/log/entries?logIndex=${logIndex}`)];
    });

    expect(ours?.map(shaped)).toEqual(theirs?.map(shaped));
  });

  test('a UUID of the tree that no entry has', async () => {
    const [theirs, ours] = await both(async (side) => {
      const [uuid = ''] = Object.keys((await propose(side, proposedEntry(pem, privateKey, '{"n":5}'))).body as object);
      return askRekor(side, `api/v1/log/entries/${uuid.slice(0, 16)}${'0'.repeat(64)}`);
    });

    expect(ours).toEqual(theirs);
  });

  test.each([
    ['an unknown index', 'api/v1/log/entries?logIndex=999999'],
    ['a question for the head', 'api/v1/log'],
    ['a question for the key', 'api/v1/log/publicKey'],
  ])('%s', async (_name, path) => {
    const [theirs, ours] = (await both((side) => askRekor(side, path))).map(shaped);

    expect(ours).toEqual(theirs);
  });

  test.each([
    ['a proof that the log only grew', 'firstSize=1&lastSize=2', 200],
    ['a proof for a size that the log has not', 'firstSize=1&lastSize=999999', 400],
    ['a proof backwards', 'firstSize=2&lastSize=1', 400],
  ])('%s', async (_name, query, status) => {
    await both((side) => propose(side, proposedEntry(pem, privateKey, '{"n":6}')));
    await both((side) => propose(side, proposedEntry(pem, privateKey, '{"n":7}')));

    const [theirs, ours] = await both((side) => askRekor(side, `api/v1/log/proof?${query}`));

    expect(theirs?.status).toBe(status);
    expect(shaped(ours)).toEqual(shaped(theirs));
  });

  test('an entry whose signature nobody made: refused, in other words', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });

    const [theirs, ours] = await both((side) => propose(side, proposedEntry(pem, other.privateKey)));

    // Rekor's text comes from inside a Go library; status and shape are what clients may read.
    expect(theirs?.status).toBe(400);
    expect(shaped(ours)).toEqual(shaped(theirs));
  });
});

function shaped(answer: Answer | undefined): unknown {
  return { ...answer, body: shapeOf(answer?.body) };
}

function shapedAnswer(answer: Answer): object {
  return { ...answer, body: shapeOf(answer.body), certificates: chainOf(answer).length };
}
