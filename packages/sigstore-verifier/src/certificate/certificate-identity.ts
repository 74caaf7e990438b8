import type { CertificateIdentity, SubjectAlternativeName } from '@ropewalk/core';
import { decodeUtf8 } from '@ropewalk/encoding';
import { elementsOf, onlyElement } from './der.ts';
import { refuse } from '../refuse.ts';
import { LeafCertificate } from './leaf-certificate.ts';
import { extensionOid, fulcioArc, oidText } from './oid.ts';

/** Names of the extensions .8 to .22, each a DER UTF8String. */
const members = {
  8: 'issuer',
  9: 'buildSignerUri',
  10: 'buildSignerDigest',
  11: 'runnerEnvironment',
  12: 'sourceRepositoryUri',
  13: 'sourceRepositoryDigest',
  14: 'sourceRepositoryRef',
  15: 'sourceRepositoryIdentifier',
  16: 'sourceRepositoryOwnerUri',
  17: 'sourceRepositoryOwnerIdentifier',
  18: 'buildConfigUri',
  19: 'buildConfigDigest',
  20: 'buildTrigger',
  21: 'runInvocationUri',
  22: 'sourceRepositoryVisibility',
} as const satisfies Record<number, keyof CertificateIdentity>;

const utf8StringTag = 0x0c;
const otherNameOid = `${fulcioArc}7`;

/**
 * Reads what a signing certificate says of its owner. Nothing is verified: for messages and for looking at it only.
 *
 * @param der - The certificate, DER.
 * @throws {@link SigstoreVerificationError} `CERTIFICATE_MALFORMED` when it cannot be read as one of Fulcio's.
 */
export function certificateIdentity(der: Uint8Array): CertificateIdentity {
  try {
    return leafIdentity(new LeafCertificate(der));
  } catch (cause) {
    throw refuse('CERTIFICATE_MALFORMED', 'The certificate cannot be read.', { cause });
  }
}

/**
 * Reads what a certificate says of its owner. Whether it may be believed is for the other checks.
 *
 * @throws `RangeError` or a coded error when an extension is not encoded as Fulcio encodes it.
 */
export function leafIdentity(leaf: LeafCertificate): CertificateIdentity {
  const issuerV1 = legacyText(leaf, 1);
  const identity: Record<string, string> = {};
  for (const [number, name] of Object.entries(members)) {
    const value = leaf.extensionValue(`${fulcioArc}${number}`);
    if (value !== undefined) identity[name] = utf8String(value);
  }
  return {
    subjectAlternativeNames: namesOf(leaf.extensionValue(extensionOid.subjectAlternativeName)),
    ...(issuerV1 === undefined ? {} : { issuerV1 }),
    ...identity,
  };
}

/** One of Fulcio's old extensions .1 to .6: bare text. */
export function legacyText(leaf: LeafCertificate, number: 1 | 2 | 3 | 4 | 5 | 6): string | undefined {
  const value = leaf.extensionValue(`${fulcioArc}${number}`);
  return value === undefined ? undefined : decodeUtf8(value);
}

function utf8String(value: Buffer): string {
  const element = onlyElement(value);
  if (element.tag !== utf8StringTag) throw new RangeError('DER: not a UTF8String');
  return decodeUtf8(element.content);
}

function namesOf(value: Buffer | undefined): readonly SubjectAlternativeName[] {
  if (value === undefined) return [];
  return elementsOf(onlyElement(value).content).map(({ tag, content }) => {
    switch (tag) {
      case 0x81:
        return { type: 'email', value: asciiText(content) };
      case 0x86:
        return { type: 'uri', value: asciiText(content) };
      case 0xa0:
        return { type: 'other', value: otherName(content) };
      default:
        throw new RangeError('subject alternative name of an unknown type');
    }
  });
}

function otherName(content: Buffer): string {
  const [oid, wrapper, ...others] = elementsOf(content);
  if (oid?.tag !== 0x06 || oidText(oid.content) !== otherNameOid || wrapper === undefined || others.length > 0) {
    throw new RangeError('subject alternative name of an unknown type');
  }
  return utf8String(wrapper.content);
}

function asciiText(content: Buffer): string {
  const text = content.toString('latin1');
  if (!/^[\x20-\x7e]+$/.test(text)) throw new RangeError('subject alternative name with other characters than ASCII');
  return text;
}
