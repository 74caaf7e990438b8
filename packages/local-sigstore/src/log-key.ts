import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** The P-256 key of a log. */
export interface LogKey {
  /** DER SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** PEM of the public key. */
  readonly publicKeyPem: string;
  /** RFC 6962 log id: SHA-256 of the public key. */
  readonly logId: Uint8Array;
  /** ECDSA over SHA-256, DER. */
  sign(data: Uint8Array): Uint8Array;
}

/** Makes a fresh key that never leaves memory. */
export function createLogKey(): LogKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return logKeyOf(publicKey, privateKey);
}

function logKeyOf(publicKey: KeyObject, privateKey: KeyObject): LogKey {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return {
    publicKey: spki,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    logId: createHash('sha256').update(spki).digest(),
    sign: (data) => sign('sha256', data, privateKey),
  };
}
