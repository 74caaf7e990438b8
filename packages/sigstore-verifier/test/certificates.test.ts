import { readdirSync, readFileSync } from 'node:fs';
import { EXTENSION_OID_SCT, X509Certificate } from '@sigstore/core';
import { shippedTrustedRoot } from '@ropewalk/trusted-root';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { certificateIdentity } from '../src/certificate/certificate-identity.ts';
import { elementsOf, encodeElement, firstElement, onlyElement } from '../src/certificate/der.ts';
import { FastCertificate } from '../src/certificate/fast-certificate.ts';
import { LeafCertificate } from '../src/certificate/leaf-certificate.ts';
import { leafReader } from '../src/certificate/leaf-reader.ts';
import { windowsOf } from '../src/trust/certificate-memory.ts';
import { prepareTrust } from '../src/trust/trust.ts';

const authorities = shippedTrustedRoot().material.certificateAuthorities.flatMap(({ certificates }) => certificates.map((der) => Buffer.from(der)));

describe.skipIf(!hasFixtures())('a certificate that remembers', () => {
  const leaves = hasFixtures() ? realCertificates() : [];

  test('says the same as the library says of it', () => {
    for (const der of [...leaves, ...authorities]) {
      const [ours, theirs] = [new FastCertificate(der), X509Certificate.parse(Buffer.from(der))];
      for (const member of ['publicKey', 'subject', 'issuer', 'notBefore', 'notAfter', 'isCA', 'subjectAltName', 'serialNumber'] as const) {
        expect(ours[member]).toEqual(theirs[member]);
      }
      expect(ours.extAuthorityKeyID?.keyIdentifier).toEqual(theirs.extAuthorityKeyID?.keyIdentifier);
      expect(ours.extSubjectKeyID?.keyIdentifier).toEqual(theirs.extSubjectKeyID?.keyIdentifier);
      expect(ours.equals(theirs)).toBe(true);
    }
  });

  test('says the same of who signed it, whichever order it is asked in', () => {
    const all = [...leaves.slice(0, 4), ...authorities];
    for (const der of all) {
      const [ours, theirs] = [new FastCertificate(der), X509Certificate.parse(Buffer.from(der))];
      for (const issuer of [...all, ...all]) {
        expect(ours.verify(new FastCertificate(issuer))).toBe(theirs.verify(X509Certificate.parse(Buffer.from(issuer))));
      }
    }
  });

  test('keeps what the certificate log signed, as the library would write it', () => {
    for (const der of leaves) {
      expect(new LeafCertificate(der).preCertificate.equals(withoutTimestamps(der))).toBe(true);
    }
  });

  test('is remembered by all its bytes: a flipped bit is another certificate', () => {
    const [der = Buffer.alloc(0)] = leaves;
    const read = leafReader();
    const original = read(der);
    const altered = Buffer.from(der);
    altered[der.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    const issuer = authorities.map((authority) => new FastCertificate(authority)).find((authority) => original.verify(authority));

    expect(read(Buffer.from(der))).toBe(original);
    expect(read(altered)).not.toBe(original);
    expect(issuer).toBeDefined();
    expect(issuer === undefined ? undefined : read(altered).verify(issuer)).toBe(false);
  });

  test('is remembered with the windows that the time lay in, and with no other', () => {
    const [der = Buffer.alloc(0)] = leaves;
    const leaf = new LeafCertificate(der);
    const { material } = prepareTrust(shippedTrustedRoot());
    const at = (time: Date): string => windowsOf(leaf, [time], material);
    const inside = new Date(leaf.notBefore.getTime() + 1000);

    expect(at(leaf.notAfter)).toBe(at(inside));
    expect(at(new Date(leaf.notAfter.getTime() + 1))).not.toBe(at(inside));
    expect(at(new Date(leaf.notBefore.getTime() - 1))).not.toBe(at(inside));
    for (const { validFor } of material.certificateAuthorities) {
      expect(at(new Date(validFor.start.getTime() - 1))).not.toBe(at(validFor.start));
    }
    expect(windowsOf(leaf, [inside, leaf.notAfter], material)).not.toBe(at(inside));
  });

  test('of GitHub without a ref says so', () => {
    const pem = readFileSync(fixture('pypi', 'no-source-repository-ref-extension.pem'), 'utf8');
    const identity = certificateIdentity(Buffer.from(/-----BEGIN CERTIFICATE-----([^-]+)/.exec(pem)?.[1] ?? '', 'base64'));

    expect(identity.sourceRepositoryRef).toBeUndefined();
    expect(identity.issuer).toBe('https://token.actions.githubusercontent.com');
    expect(identity.sourceRepositoryDigest).toMatch(/^[0-9a-f]{40}$/);
  });
});

describe('DER', () => {
  test('is read as it is written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70_000 }), (content) => {
        const element = onlyElement(encodeElement(0x04, Buffer.from(content)));

        return element.tag === 0x04 && element.content.equals(content);
      }),
    );
  });

  test.each([['empty', ''], ['cut off', '0403aabb'], ['of indefinite length', '3080'], ['with a long length for a short one', '04810100'], ['with a leading zero in its length', '0482000100'], ['with a tag of many bytes', '1f8101']])('that is %s is refused', (_, hex) => {
    expect(() => firstElement(Buffer.from(hex, 'hex'))).toThrow(RangeError);
  });

  test('of any bytes is read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        try {
          return Buffer.concat(elementsOf(Buffer.from(bytes)).map((element) => element.bytes)).equals(bytes);
        } catch (error) {
          return error instanceof RangeError;
        }
      }),
    );
  });
});

function realCertificates(): readonly Buffer[] {
  const files = readdirSync(fixture('pypi')).filter((name) => name.endsWith('.attestation'));
  const fromPyPI = files.map((name) => {
    const { verification_material: material } = JSON.parse(readFileSync(fixture('pypi', name), 'utf8')) as { verification_material: { certificate: string } };
    return Buffer.from(material.certificate, 'base64');
  });
  const fromServers = ['github', 'gitlab', 'google', 'circleci'].map((provider) => {
    const bundle = JSON.parse(readFileSync(fixture('sigstore-servers', provider, 'bundle.sigstore.json'), 'utf8')) as { verificationMaterial: { certificate: { rawBytes: string } } };
    return Buffer.from(bundle.verificationMaterial.certificate.rawBytes, 'base64');
  });
  return [...fromPyPI, ...fromServers];
}

/** The library's way: parse, take the extension out, write all of it again. */
function withoutTimestamps(der: Buffer): Buffer {
  const certificate = X509Certificate.parse(Buffer.from(der));
  const extensions = certificate.extensions;
  extensions.splice(extensions.findIndex((extension) => extension.subs[0]?.toOID() === EXTENSION_OID_SCT), 1);
  return certificate.tbsCertificate.toDER();
}
