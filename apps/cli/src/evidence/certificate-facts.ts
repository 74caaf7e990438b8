import { X509Certificate } from 'node:crypto';
import { isCodedError, type CertificateIdentity } from '@ropewalk/core';
import { AttestationError } from '@ropewalk/pep740';
import { certificateIdentity } from '@ropewalk/sigstore-verifier';

/** What a certificate says, not verified. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** `ec P-256`, as a rule. */
  readonly key: string;
  readonly isAuthority: boolean;
  readonly sha256: string;
  /** What Fulcio's extensions say; `undefined` when they cannot be read. */
  readonly identity?: CertificateIdentity;
}

/**
 * Reads a certificate, DER or PEM. Nothing is verified.
 *
 * @throws `AttestationError` `BUNDLE_MALFORMED` when it is none.
 */
export function certificateFacts(bytes: Uint8Array): CertificateFacts {
  const certificate = parse(bytes);
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const identity = identityIn(certificate.raw);
  return {
    subject: certificate.subject ?? '',
    issuer: certificate.issuer.replaceAll('\n', ', '),
    serialNumber: certificate.serialNumber,
    notBefore: new Date(certificate.validFrom),
    notAfter: new Date(certificate.validTo),
    key: [asymmetricKeyType, asymmetricKeyDetails?.namedCurve ?? asymmetricKeyDetails?.modulusLength].filter((part) => part !== undefined).join(' '),
    isAuthority: certificate.ca,
    sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    ...(identity === undefined ? {} : { identity }),
  };
}

function parse(bytes: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(bytes);
  } catch (cause) {
    throw new AttestationError({ code: 'BUNDLE_MALFORMED', message: 'The certificate cannot be read.', remedy: 'Give an X.509 certificate, PEM or DER.', cause });
  }
}

function identityIn(der: Uint8Array): CertificateIdentity | undefined {
  try {
    return certificateIdentity(der);
  } catch (error) {
    if (isCodedError(error)) return undefined;
    throw error;
  }
}
