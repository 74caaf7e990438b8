// oxlint-disable-next-line import/no-unassigned-import -- the X.509 library does not load without it
import 'reflect-metadata';
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { Pkcs10CertificateRequest } from '@peculiar/x509';

/** Why a request does not show that its sender holds the private key. The message is Fulcio's. */
export class PossessionRefused extends Error {
  override readonly name = 'PossessionRefused';
}

/**
 * Reads the public key out of a request for a certificate, and checks that the sender holds the private one.
 *
 * @param request - Fulcio's JSON: `publicKeyRequest` with a signature over the challenge, or a signing request (CSR).
 * @param challenge - What the signature must cover: the e-mail address or subject of the token.
 * @throws {@link PossessionRefused}
 */
export async function provenPublicKey(request: Readonly<Record<string, unknown>>, challenge: string): Promise<KeyObject> {
  const csr = request['certificateSigningRequest'];
  if (typeof csr === 'string' && csr !== '') return keyOfSigningRequest(csr);
  const { publicKey, proofOfPossession } = recordOf(request['publicKeyRequest']);
  const key = keyOf(recordOf(publicKey)['content']);
  const proof = Buffer.from(typeof proofOfPossession === 'string' ? proofOfPossession : '', 'base64');
  if (!verify(digestFor(key), Buffer.from(challenge, 'utf8'), key, proof)) throw unverified();
  return key;
}

async function keyOfSigningRequest(base64Pem: string): Promise<KeyObject> {
  const csr = parseSigningRequest(Buffer.from(base64Pem, 'base64').toString('utf8'));
  if (!(await csr.verify(crypto).catch(() => false))) throw unverified();
  return keyOf(csr.publicKey.toString('pem'));
}

function parseSigningRequest(pem: string): Pkcs10CertificateRequest {
  try {
    return new Pkcs10CertificateRequest(pem);
  } catch {
    throw new PossessionRefused('The certificate signing request could not be parsed');
  }
}

function keyOf(pem: unknown): KeyObject {
  try {
    return createPublicKey(String(pem));
  } catch {
    throw new PossessionRefused('The public key supplied in the request could not be parsed');
  }
}

function digestFor(key: KeyObject): string | null {
  switch (key.asymmetricKeyType) {
    case 'ec': {
      const curve = key.asymmetricKeyDetails?.namedCurve;
      if (curve === 'prime256v1') return 'sha256';
      if (curve === 'secp384r1') return 'sha384';
      if (curve === 'secp521r1') return 'sha512';
      break;
    }
    case 'rsa':
      return 'sha256';
    case 'ed25519':
      return null;
    default:
  }
  throw new PossessionRefused('The public key supplied in the request is insecure');
}

function unverified(): PossessionRefused {
  return new PossessionRefused('The signature supplied in the request could not be verified');
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
