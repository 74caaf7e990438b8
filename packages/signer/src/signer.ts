// oxlint-disable-next-line typescript/triple-slash-reference -- an ambient file cannot be imported
/// <reference path="./undeclared-modules.d.ts" />
import { isCodedError, type HttpClient, type Identity, type IdentityToken } from '@ropewalk/core';
import { IN_TOTO_PAYLOAD_TYPE, type SigstoreBundle } from '@ropewalk/pep740';
import { createBundleVerifier, type BundleVerifier } from '@ropewalk/sigstore-verifier';
import type { TrustedRoot } from '@ropewalk/trusted-root';
import { certificateWrong } from './certificate-wrong.ts';
import { logEntryWrong } from './log-entry-wrong.ts';
import { logEnvelope } from './rekor-client.ts';
import type { LogEntry } from './rekor-entry.ts';
import type { Patience, Service } from './service-request.ts';
import { createSigningKeySource, type SigningKey } from './signing-key.ts';

/** What a signer needs. */
export interface SignerOptions {
  /** Who signs. Asked for a token once per certificate. */
  readonly identity: Identity;
  readonly http: HttpClient;
  readonly fulcioUrl: URL;
  /** A Rekor v1. */
  readonly rekorUrl: URL;
  /** What certificates and entries are verified with before they are used. */
  readonly trustedRoot: TrustedRoot;
  /** What Fulcio wants a token to be made for. Default `sigstore`. */
  readonly audience?: string;
  /** Called with each token before anything is sent to Fulcio; throws to stop. Default: nothing. */
  readonly checkToken?: (token: IdentityToken) => void | Promise<void>;
  /** How patiently Fulcio and Rekor are asked. */
  readonly patience?: Patience;
  /** Default: the real clock. */
  readonly now?: () => Date;
}

/** How one statement is signed. */
export interface SignOptions {
  readonly signal?: AbortSignal;
}

/** Signs in-toto statements, all with one key and certificate for as long as the certificate lasts. */
export interface Signer {
  /**
   * Gets token and certificate, unless they are there. Nothing is logged, so nothing becomes public.
   *
   * @returns The token that the certificate was issued for.
   * @throws {@link SignerError}
   */
  prepare(options?: { readonly signal?: AbortSignal }): Promise<IdentityToken>;
  /**
   * Signs and logs a statement: from here on it and the certificate are public for ever.
   *
   * @param statement - The exact bytes.
   *
   * @returns A Sigstore bundle v0.3, verified.
   * @throws {@link SignerError}
   */
  sign(statement: Uint8Array, options?: SignOptions): Promise<SigstoreBundle>;
}

/** Creates a signer. Asks for nothing until it is used. */
export function createSigner(options: SignerOptions): Signer {
  const { identity, http, fulcioUrl, rekorUrl, trustedRoot, audience = 'sigstore', patience = {} } = options;
  const now = options.now ?? (() => new Date());
  const fulcio: Service = { name: 'Fulcio', url: fulcioUrl, http, patience };
  const rekor: Service = { name: 'Rekor', url: rekorUrl, http, patience };
  const verifier = createBundleVerifier(trustedRoot, { now });
  const checkToken = options.checkToken ?? (() => undefined);
  const keys = createSigningKeySource({ identity, audience, fulcio, trustedRoot, checkToken, now });

  async function signOnce(statement: Uint8Array, signal: AbortSignal | undefined): Promise<{ bundle: SigstoreBundle; isLate: boolean }> {
    const key = await keys.current(signal);
    const { bundle, entry } = await buildBundle({ payload: statement, payloadType: IN_TOTO_PAYLOAD_TYPE, key, rekor, signal });
    const isLate = Number(entry.integratedTime) * 1000 > key.certificate.validToDate.getTime();
    if (!isLate) checkBundle(verifier, bundle, { fulcio: fulcioUrl.host, rekor: rekorUrl.host });
    return { bundle, isLate };
  }

  return {
    prepare: async (prepareOptions = {}) => (await keys.current(prepareOptions.signal)).token,
    async sign(statement, { signal } = {}) {
      const first = await signOnce(statement, signal);
      if (!first.isLate) return first.bundle;
      // The log took so long that the certificate had ended; such an entry proves nothing.
      const second = await signOnce(statement, signal);
      if (second.isLate) throw logEntryWrong(rekor.url.host, 'it was logged only after the certificate had ended');
      return second.bundle;
    },
  };
}

interface BundleParts {
  readonly payload: Uint8Array;
  readonly payloadType: string;
  readonly key: SigningKey;
  readonly rekor: Service;
  readonly signal: AbortSignal | undefined;
}

async function buildBundle(parts: BundleParts): Promise<{ bundle: SigstoreBundle; entry: LogEntry }> {
  const { payload, payloadType, key, rekor, signal } = parts;
  // Loaded only here: it brings an HTTP client of its own, which costs 60 to 90 ms and is never used.
  const { DSSEBundleBuilder } = await import('@sigstore/sign');
  let entry: LogEntry | undefined;
  const builder = new DSSEBundleBuilder({
    signer: {
      sign: async (data) => ({
        signature: key.sign(data),
        key: { $case: 'x509Certificate', certificate: key.certificatePem },
      }),
    },
    witnesses: [
      {
        testify: async (content, certificatePem) => {
          if (content.$case !== 'dsseEnvelope') throw new TypeError('Only DSSE envelopes are logged.');
          const signature = content.dsseEnvelope.signatures[0]?.sig.toString('base64') ?? '';
          entry = await logEnvelope(rekor, { payload, payloadType, signature, certificatePem }, signal);
          return {};
        },
      },
    ],
  });
  const { mediaType, content } = await builder.create({ data: Buffer.from(payload), type: payloadType });
  const signature = content.$case === 'dsseEnvelope' ? content.dsseEnvelope.signatures[0] : undefined;
  if (entry === undefined || signature === undefined) throw new TypeError('The bundle was built without its log entry.');
  return {
    entry,
    // Written out here, because the library's own writer leaves out indexes that are 0 and paths that are empty.
    bundle: {
      mediaType,
      verificationMaterial: {
        certificate: { rawBytes: key.certificate.raw.toString('base64') },
        tlogEntries: [entry],
        timestampVerificationData: { rfc3161Timestamps: [] },
      },
      dsseEnvelope: {
        payload: Buffer.from(payload).toString('base64'),
        payloadType,
        signatures: [{ sig: signature.sig.toString('base64'), keyid: signature.keyid }],
      },
    },
  };
}

/** What is wrong with a certificate is Fulcio's doing; everything else is the log's. */
const CERTIFICATE_CODES = /^(?:CERTIFICATE_|CT_|AUTHORITY_)/;

function checkBundle(verifier: BundleVerifier, bundle: SigstoreBundle, hosts: { readonly fulcio: string; readonly rekor: string }): void {
  try {
    verifier.verify(bundle, { profile: 'pep740' });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/\.$/, '') : 'it does not verify';
    if (isCodedError(cause) && CERTIFICATE_CODES.test(cause.code)) throw certificateWrong(hosts.fulcio, reason, cause);
    throw logEntryWrong(hosts.rekor, reason, cause);
  }
}
