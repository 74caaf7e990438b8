import type { HttpClient, Identity, IdentityToken } from '@ropewalk/core';
import { IN_TOTO_PAYLOAD_TYPE, type SigstoreBundle } from '@ropewalk/pep740';
import { createBundleVerifier } from '@ropewalk/sigstore-verifier';
import type { TrustedRoot } from '@ropewalk/trusted-root';
import { buildBundle } from './build-bundle.ts';
import { checkBundle } from './check-bundle.ts';
import { logEntryWrong } from './log-entry-wrong.ts';
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
   * Gets token and certificate, unless they are there. The certificate enters the certificate transparency log, which is
   * public; nothing is signed.
   *
   * @returns The token that the certificate was issued for.
   * @throws {@link SignerError}
   */
  prepare(options?: { readonly signal?: AbortSignal }): Promise<IdentityToken>;
  /**
   * Signs and logs a statement: from here on it is public for ever, as the certificate is since it was issued.
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

  async function signWith(key: SigningKey, statement: Uint8Array, signal: AbortSignal | undefined): Promise<SigstoreBundle | undefined> {
    const { bundle, entry } = await buildBundle({ payload: statement, payloadType: IN_TOTO_PAYLOAD_TYPE, key, rekor, signal });
    // The log took so long that the certificate had ended meanwhile; such an entry proves nothing.
    if (Number(entry.integratedTime) * 1000 > key.certificate.validToDate.getTime()) return undefined;
    checkBundle(verifier, bundle, { fulcio: fulcioUrl.host, rekor: rekorUrl.host });
    return bundle;
  }

  return {
    prepare: async (prepareOptions = {}) => (await keys.current(prepareOptions.signal)).token,
    async sign(statement, { signal } = {}) {
      const key = await keys.current(signal);
      const bundle = await signWith(key, statement, signal);
      if (bundle !== undefined) return bundle;
      const second = await signWith(await keys.current(signal, key), statement, signal);
      if (second === undefined) throw logEntryWrong(rekor.url.host, 'it was logged only after the certificate had ended');
      return second;
    },
  };
}
