import { generateKeyPairSync, sign, type KeyObject, type X509Certificate } from 'node:crypto';
import { isCodedError, type Identity, type IdentityToken } from '@ropewalk/core';
import type { TrustedRoot } from '@ropewalk/trusted-root';
import { requestCertificate } from './fulcio-client.ts';
import type { Service } from './service-request.ts';
import { checkSigningToken } from './token-check.ts';

/** A key pair that lives in memory only, with the certificate that says whose it is. */
export interface SigningKey {
  readonly token: IdentityToken;
  readonly certificate: X509Certificate;
  /** With a final newline. */
  readonly certificatePem: string;
  /** ECDSA P-256 over SHA-256, DER. */
  sign(data: Uint8Array): Buffer;
}

/** Where keys come from. */
export interface SigningKeySource {
  /**
   * The key in use, or a new one when it is about to end.
   *
   * @param unwanted - A key that turned out to have ended, whatever this machine's clock says.
   */
  current(signal?: AbortSignal, unwanted?: SigningKey): Promise<SigningKey>;
}

/** What a source is made of. */
export interface SigningKeyOptions {
  readonly identity: Identity;
  readonly audience: string;
  readonly fulcio: Service;
  readonly trustedRoot: TrustedRoot;
  readonly checkToken: (token: IdentityToken) => void | Promise<void>;
  readonly now: () => Date;
}

/** How long before its end a certificate is no longer used for a new signature: the entry must be logged within it. */
const RENEWAL_MARGIN_MS = 90_000;

/** Makes a source that keeps one key for everything, until its certificate ends. */
export function createSigningKeySource(options: SigningKeyOptions): SigningKeySource {
  const { now } = options;
  let latest: { readonly key: SigningKey; readonly renewAtMs: number } | undefined;
  let pending: Promise<SigningKey> | undefined;

  async function renew(signal: AbortSignal | undefined): Promise<SigningKey> {
    const key = await requestKey(options, signal);
    const { validFromDate, validToDate } = key.certificate;
    // Counted from now by its length, not by its dates: the clocks of Fulcio and of this machine may differ.
    const lifetimeMs = validToDate.getTime() - validFromDate.getTime();
    latest = { key, renewAtMs: now().getTime() + lifetimeMs - RENEWAL_MARGIN_MS };
    return key;
  }

  return {
    async current(signal, unwanted) {
      if (latest !== undefined && latest.key !== unwanted && now().getTime() < latest.renewAtMs) return latest.key;
      for (;;) {
        pending ??= renew(signal).finally(() => {
          pending = undefined;
        });
        try {
          return await pending;
        } catch (error) {
          // Whoever asked first may have given up; that is no reason for the others.
          if (!isAborted(error) || signal?.aborted === true) throw error;
        }
      }
    },
  };
}

function isAborted(error: unknown): boolean {
  return isCodedError(error) && error.code === 'HTTP_ABORTED';
}

async function requestKey(options: SigningKeyOptions, signal: AbortSignal | undefined): Promise<SigningKey> {
  const { identity, audience, fulcio, trustedRoot, checkToken, now } = options;
  const token = await identity.requestToken(audience, signal === undefined ? {} : { signal });
  checkSigningToken(token, { audience, now: now() });
  await checkToken(token);
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = await requestCertificate(fulcio, { token, keys, trustedRoot, now, signal });
  return signingKeyOf(token, certificate, keys.privateKey);
}

function signingKeyOf(token: IdentityToken, certificate: X509Certificate, privateKey: KeyObject): SigningKey {
  return { token, certificate, certificatePem: certificate.toString(), sign: (data) => sign('sha256', data, privateKey) };
}
