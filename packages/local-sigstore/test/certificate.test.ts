import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { X509Certificate as SigstoreCertificate } from '@sigstore/core';
import { describe, expect, test } from 'vitest';
import { createCertificateAuthority, createCertificateLog, principalOf } from '../src/index.ts';
import { githubClaims, gitlabClaims, googleClaims } from './claims.ts';

const P256 = { namedCurve: 'P-256' } as const;
const SCT_LIST = '1.3.6.1.4.1.11129.2.4.2';
/** Extensions whose value is a key's hash or a signature, so that two authorities never agree on them. */
const KEYED = new Set(['2.5.29.14', '2.5.29.35', SCT_LIST]);

interface Shape {
  readonly oid: string;
  readonly critical: boolean;
  readonly value: string;
}

/** Every extension in order, with its exact bytes; keyed ones with their length at most. */
function extensionsOf(pem: string): readonly Shape[] {
  return SigstoreCertificate.parse(pem).extensions.map((extension) => {
    const oid = extension.subs[0]?.toOID() ?? '';
    const value = extension.subs.at(-1)?.value ?? Buffer.alloc(0);
    // The length of a signature varies by a byte or two.
    const shown = oid === SCT_LIST ? 'an SCT' : `${value.length} bytes`;
    return { oid, critical: extension.subs.length === 3, value: KEYED.has(oid) ? shown : value.toString('hex') };
  });
}

function realChain(provider: string): readonly string[] {
  const text = readFileSync(fixture('sigstore-servers', provider, 'chain.pem'), 'utf8');
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

async function ownChain(claims: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const authority = await createCertificateAuthority({ certificateLog: createCertificateLog() });
  const { publicKey } = generateKeyPairSync('ec', P256);
  const { subjectAlternativeName, extensions } = principalOf(claims);
  return (await authority.issue({ publicKey, subjectAlternativeName, extensions })).chainPem;
}

describe.skipIf(!hasFixtures()).each([
  ['github', githubClaims],
  ['gitlab', gitlabClaims],
  ['google', googleClaims],
])('beside the real Fulcio’s certificate for %s, with the same claims', (provider, claims) => {
  test('has the same extensions in the same order with the same bytes', async () => {
    const [leaf = ''] = await ownChain(claims);

    expect(extensionsOf(leaf)).toEqual(extensionsOf(realChain(provider)[0] ?? ''));
  });

  test('has the same fields: version, algorithms, empty subject, ten minutes, a serial number of 20 bytes', async () => {
    const [own, real] = [(await ownChain(claims))[0] ?? '', realChain(provider)[0] ?? ''].map((pem) => {
      const certificate = SigstoreCertificate.parse(pem);
      const { subject, publicKey, serialNumber, validFromDate, validToDate } = new X509Certificate(pem);
      return {
        version: certificate.version,
        signatureAlgorithm: certificate.signatureAlgorithm,
        subject,
        curve: publicKey.asymmetricKeyDetails?.namedCurve,
        serialBytes: Math.round(serialNumber.length / 4) * 2,
        lifetimeMs: validToDate.getTime() - validFromDate.getTime(),
      };
    });

    expect(own).toEqual(real);
  });

  test('stands below an intermediate and a root of the same shape', async () => {
    const [own, real] = [(await ownChain(claims)).slice(1), realChain(provider).slice(1)].map((chain) =>
      chain.map((pem) => {
        const { publicKey } = new X509Certificate(pem);
        return { extensions: extensionsOf(pem), curve: publicKey.asymmetricKeyDetails?.namedCurve };
      }),
    );

    expect(own).toEqual(real);
  });
});

describe('the authority', () => {
  test('signs a chain that leads to its root', async () => {
    const [leaf, intermediate, root] = (await ownChain(googleClaims)).map((pem) => new X509Certificate(pem));

    expect(leaf?.verify(intermediate?.publicKey ?? root?.publicKey ?? expect.fail())).toBe(true);
    expect(intermediate?.verify(root?.publicKey ?? expect.fail())).toBe(true);
    expect(root?.verify(root.publicKey)).toBe(true);
  });

  test('never uses a serial number twice', async () => {
    const authority = await createCertificateAuthority();
    const { publicKey } = generateKeyPairSync('ec', P256);

    const serials = await Promise.all(
      Array.from({ length: 20 }, async () => new X509Certificate((await authority.issue({ publicKey })).der).serialNumber),
    );

    expect(new Set(serials).size).toBe(20);
  });

  test('leaves out, adds and changes what a forgery asks for', async () => {
    const authority = await createCertificateAuthority({ certificateLog: createCertificateLog() });
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

    const { pem } = await authority.issue({
      publicKey,
      keyUsages: ['keyEncipherment'],
      extendedKeyUsages: undefined,
      certificateAuthority: true,
      certificateLogs: [],
      extensions: [{ oid: '1.2.3.4', value: Buffer.from([5, 0]), critical: true }],
      notBefore: new Date('2020-01-01T00:00:00Z'),
      notAfter: new Date('2021-01-01T00:00:00Z'),
    });

    const certificate = new X509Certificate(pem);
    const extensions = extensionsOf(pem);
    expect(extensions[0]).toEqual({ oid: '2.5.29.19', critical: true, value: '30030101ff' });
    expect(certificate.publicKey.asymmetricKeyType).toBe('rsa');
    expect(certificate.validToDate).toEqual(new Date('2021-01-01T00:00:00Z'));
    expect(extensions.find(({ oid }) => oid === '2.5.29.15')?.value).toBe('03020520');
    expect(extensions.at(-1)).toEqual({ oid: '1.2.3.4', critical: true, value: '0500' });
    expect(extensions.map(({ oid }) => oid)).not.toContain('2.5.29.37');
  });

  test('embeds the SCTs of several logs', async () => {
    const logs = [createCertificateLog(), createCertificateLog()];
    const authority = await createCertificateAuthority();
    const { publicKey } = generateKeyPairSync('ec', P256);

    const { pem } = await authority.issue({ publicKey, certificateLogs: logs });

    const certificate = SigstoreCertificate.parse(pem);
    expect(certificate.extSCT?.signedCertificateTimestamps.map(({ logID }) => logID)).toEqual(logs.map(({ key }) => Buffer.from(key.logId)));
    expect(logs.map(({ tree }) => tree.size)).toEqual([1, 1]);
  });
});
