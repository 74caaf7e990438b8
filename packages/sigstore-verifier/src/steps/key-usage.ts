import { extensionOid } from '../certificate/oid.ts';
import { onlyElement } from '../certificate/der.ts';
import { refuse } from '../refuse.ts';
import type { Step } from '../verification.ts';

const bitStringTag = 0x03;
const digitalSignature = 0x80;
const keyCertSign = 0x04;
const crlSign = 0x02;

/** The certificate's key may make signatures, and may not issue certificates. */
export const keyUsage: Step = {
  code: 'CERTIFICATE_KEY_USAGE',
  title: 'the certificate allows digital signatures, and no issuing',
  ofCertificate: true,
  check({ leaf }) {
    const value = leaf().extensionValue(extensionOid.keyUsage);
    const bits = value === undefined ? 0 : firstBits(value);
    if ((bits & digitalSignature) !== 0 && (bits & (keyCertSign | crlSign)) === 0) return 'digitalSignature';
    throw refuse('CERTIFICATE_KEY_USAGE', 'The certificate is not one for digital signatures.', {
      expected: 'digitalSignature, without keyCertSign and cRLSign',
      actual: value === undefined ? 'no key usage' : value.toString('hex'),
    });
  },
};

function firstBits(value: Buffer): number {
  const { tag, content } = readElement(value);
  return tag === bitStringTag && content.length >= 2 ? (content[1] ?? 0) : 0;
}

function readElement(value: Buffer): { readonly tag: number; readonly content: Buffer } {
  try {
    return onlyElement(value);
  } catch {
    return { tag: 0, content: value };
  }
}
