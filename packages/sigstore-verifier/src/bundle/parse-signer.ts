import { X509Certificate } from '@sigstore/core';
import { refuse } from '../refuse.ts';
import { readMembers, type MemberReader } from './member-reader.ts';
import type { ParsedBundle } from './parsed-bundle.ts';

const maxCertificates = 8;

/** Reads who signed: one certificate, the first of a chain (bundles 0.1 and 0.2), or the hint of a bare key. */
export function parseSigner(material: MemberReader, { chainAllowed }: { readonly chainAllowed: boolean }): ParsedBundle['signer'] {
  const given = ['certificate', 'x509CertificateChain', 'publicKey'].filter((name) => material.has(name));
  if (given.length !== 1) throw refuse('BUNDLE_MALFORMED', `The bundle names its signer in ${given.length} ways, not in exactly one.`);
  if (material.has('publicKey')) {
    const key = material.object('publicKey', ['hint']);
    return { type: 'key', hint: key.has('hint') ? key.text('hint') : '' };
  }
  if (material.has('certificate')) return { type: 'certificate', der: material.object('certificate', ['rawBytes']).bytes('rawBytes') };
  if (!chainAllowed) throw refuse('BUNDLE_CERTIFICATES', 'The bundle carries a certificate chain, which its version does not have.');
  return { type: 'certificate', der: leafOf(material.object('x509CertificateChain', ['certificates'])) };
}

function leafOf(chain: MemberReader): Buffer {
  const [leaf, ...others] = chain
    .list('certificates', maxCertificates)
    .map((item, index) => readMembers(item, `${chain.path}.certificates[${index}]`, ['rawBytes']).bytes('rawBytes'));
  if (leaf === undefined) throw refuse('BUNDLE_CERTIFICATES', 'The certificate chain of the bundle is empty.');
  if (others.some(isSelfIssued)) throw refuse('BUNDLE_CERTIFICATES', 'The certificate chain of the bundle carries a root certificate.');
  return leaf;
}

/** A certificate that names itself as its issuer: a root. What cannot be read is refused as well. */
function isSelfIssued(der: Buffer): boolean {
  try {
    const certificate = X509Certificate.parse(Buffer.from(der));
    return certificate.subject.equals(certificate.issuer);
  } catch (cause) {
    throw refuse('BUNDLE_CERTIFICATES', 'A certificate in the chain of the bundle cannot be read.', { cause });
  }
}
