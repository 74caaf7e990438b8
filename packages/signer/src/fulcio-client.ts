import { sign, type KeyObject, type X509Certificate } from 'node:crypto';
import type { IdentityToken } from '@ropewalk/core';
import type { TrustedRoot } from '@ropewalk/trusted-root';
import { certificateOfAnswer } from './certificate-answer.ts';
import { fulcioRefusal } from './fulcio-refusal.ts';
import { askService, type Service } from './service-request.ts';
import { challengeOf } from './token-check.ts';

/** The key a certificate is wanted for. */
export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** What a request for a certificate needs besides the service. */
export interface CertificateWish {
  readonly token: IdentityToken;
  readonly keys: KeyPair;
  readonly trustedRoot: TrustedRoot;
  readonly now: () => Date;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks Fulcio for a certificate.
 *
 * @throws {@link SignerError} `FULCIO_REFUSED`, `FULCIO_UNAVAILABLE`, `CERTIFICATE_WRONG`, `IDENTITY_TOKEN_UNSUITABLE`
 */
export async function requestCertificate(service: Service, wish: CertificateWish): Promise<X509Certificate> {
  const { token, keys, trustedRoot, now, signal } = wish;
  const body = {
    credentials: { oidcIdentityToken: token.reveal() },
    publicKeyRequest: {
      publicKey: { algorithm: 'ECDSA', content: keys.publicKey.export({ type: 'spki', format: 'pem' }) },
      proofOfPossession: sign('sha256', Buffer.from(challengeOf(token)), keys.privateKey).toString('base64'),
    },
  };
  const response = await askService(service, 'api/v2/signingCert', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.status !== 200 && response.status !== 201) throw await fulcioRefusal(service, response, { token, now: now(), signal });
  return certificateOfAnswer(response, { host: service.url.host, publicKey: keys.publicKey, trustedRoot, now: now() });
}
