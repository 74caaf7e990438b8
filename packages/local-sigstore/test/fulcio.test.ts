import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { githubClaims, gitlabClaims, googleClaims } from './claims.ts';
import { certificateRequest, startWorld, type World } from './world.ts';
// After the code under test, which loads what this library needs.
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const ask = (body: unknown, headers = {}) => world.post(new URL('api/v2/signingCert', world.sigstore.fulcioUrl), body, headers);
const refusal = (message: string) => ({ code: 3, message, details: [] });
const badToken = refusal('There was an error processing the identity token');

function chainOf(answer: unknown): readonly X509Certificate[] {
  const { signedCertificateEmbeddedSct } = answer as { signedCertificateEmbeddedSct: { chain: { certificates: readonly string[] } } };
  return signedCertificateEmbeddedSct.chain.certificates.map((pem) => new X509Certificate(pem));
}

describe('a request for a certificate', () => {
  test.each([
    ['GitHub', githubClaims, githubClaims.sub, 'URI:https://github.com/octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1.2.3'],
    ['GitLab', gitlabClaims, gitlabClaims.sub, 'URI:https://gitlab.com/group/subgroup/sampleproject//.gitlab-ci.yml@refs/tags/v1.2.3'],
    ['Google', googleClaims, googleClaims.email, 'email:publisher@sample-project.iam.gserviceaccount.com'],
  ])('is answered for %s, with leaf, intermediate and root', async (_name, claims, challenge, name) => {
    const { body, publicKey } = certificateRequest(await world.token(claims), challenge);

    const answer = await ask(body);

    expect(answer.status).toBe(200);
    const [leaf, intermediate, root] = chainOf(answer.body);
    expect(leaf?.subjectAltName).toBe(name);
    expect(leaf?.publicKey.equals(publicKey)).toBe(true);
    expect(leaf?.verify(intermediate?.publicKey ?? expect.fail())).toBe(true);
    expect(intermediate?.verify(root?.publicKey ?? expect.fail())).toBe(true);
  });

  test('may come as Python’s client sends it: a signing request, and the token in the header', async () => {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const csr = await Pkcs10CertificateRequestGenerator.create({ keys, signingAlgorithm: algorithm });
    const certificateSigningRequest = Buffer.from(csr.toString('pem')).toString('base64');

    const answer = await ask({ certificateSigningRequest }, { authorization: `Bearer ${await world.token(githubClaims)}` });

    expect(answer.status).toBe(200);
    expect(chainOf(answer.body)).toHaveLength(3);
  });

  test.each([
    ['is for another audience', () => world.token(githubClaims, { audience: 'pypi' })],
    ['has ended', () => world.token({ ...githubClaims, exp: Math.floor(Date.now() / 1000) - 60 })],
    ['is not valid yet', () => world.token({ ...githubClaims, nbf: Math.floor(Date.now() / 1000) + 600 })],
    ['comes from an unknown issuer', () => world.token({ ...githubClaims, iss: 'https://evil.example' })],
    ['was signed by another key', () => world.token(githubClaims, { key: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey })],
    ['lacks a claim the certificate needs', () => world.token({ ...githubClaims, workflow_ref: undefined })],
    ['names an unverified e-mail address', () => world.token({ ...googleClaims, email_verified: false })],
    ['is no token at all', () => Promise.resolve('nonsense')],
  ])('is refused in Fulcio’s one way when the token %s', async (_name, token) => {
    const { body } = certificateRequest(await token(), githubClaims.sub);

    const answer = await ask(body);

    expect(answer).toMatchObject({ status: 400, body: badToken });
  });

  test('is refused when the proof of possession is over something else', async () => {
    const { body } = certificateRequest(await world.token(githubClaims), 'another subject');

    expect(await ask(body)).toMatchObject({ status: 400, body: refusal('The signature supplied in the request could not be verified') });
  });

  test('is refused when the key cannot be read', async () => {
    const credentials = { oidcIdentityToken: await world.token(githubClaims) };

    const answer = await ask({ credentials, publicKeyRequest: { publicKey: { content: 'no key' }, proofOfPossession: '' } });

    expect(answer).toMatchObject({ status: 400, body: refusal('The public key supplied in the request could not be parsed') });
  });

  test('is refused when the body is not JSON', async () => {
    expect(await ask('nonsense')).toMatchObject({ status: 400, body: badToken });
  });
});

test('the trust bundle holds intermediate and root', async () => {
  const answer = await world.get(new URL('api/v2/trustBundle', world.sigstore.fulcioUrl));

  const { chains } = answer.body as { chains: readonly { certificates: readonly string[] }[] };
  expect(chains[0]?.certificates.map((pem) => new Uint8Array(new X509Certificate(pem).raw))).toEqual(world.sigstore.authority.chain);
});

test('the configuration names the issuers and what a proof of possession signs', async () => {
  const answer = await world.get(new URL('api/v2/configuration', world.sigstore.fulcioUrl));

  expect(answer.body).toEqual({
    issuers: [
      { issuerUrl: 'https://token.actions.githubusercontent.com', audience: 'sigstore', challengeClaim: 'sub' },
      { issuerUrl: 'https://gitlab.com', audience: 'sigstore', challengeClaim: 'sub' },
      { issuerUrl: 'https://accounts.google.com', audience: 'sigstore', challengeClaim: 'email' },
    ],
  });
});
