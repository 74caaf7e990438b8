import { createHttpClient } from '@ropewalk/http';
import { parseIdentityToken, type HttpClient, type Identity, type IdentityToken } from '@ropewalk/core';
import { startLocalCi, type LocalCi, type LocalCiProvider } from '@ropewalk/local-ci';
import { startLocalSigstore, type LocalSigstore, type LocalSigstoreOptions } from '@ropewalk/local-sigstore';
import { createStatement } from '@ropewalk/pep740';
import { parseTrustedRoot, type TrustedRoot } from '@ropewalk/trusted-root';
import { createSigner, type Signer, type SignerOptions } from '../src/index.ts';

/** A CI system and a Sigstore on loopback, with a client that does not really wait between attempts. */
export interface World {
  readonly ci: LocalCi;
  readonly sigstore: LocalSigstore;
  readonly trustedRoot: TrustedRoot;
  readonly http: HttpClient;
  /** Every pause the client would have made, in milliseconds. */
  readonly pauses: readonly number[];
  /** Every token given out. */
  readonly tokens: readonly string[];
  identity(provider?: LocalCiProvider, claims?: Readonly<Record<string, unknown>>): Identity;
  signer(options?: Partial<SignerOptions>): Signer;
  close(): Promise<void>;
}

/** How a world is started. */
export interface WorldOptions extends Partial<LocalSigstoreOptions> {
  /** The clock of the CI system. Default: that of Sigstore. */
  readonly ciNow?: () => Date;
}

/** Starts one. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const pauses: number[] = [];
  const tokens: string[] = [];
  const http = createHttpClient({
    loopbackOnly: true,
    random: () => 0.5,
    sleep: async (milliseconds) => void pauses.push(milliseconds),
  });
  const ci = await startLocalCi({ now: options.ciNow ?? options.now ?? (() => new Date()) });
  const sigstore = await startLocalSigstore({ http, issuers: ci.issuers, ...options });
  const trustedRoot = parseTrustedRoot(JSON.stringify(sigstore.trustedRoot), { source: 'local' });

  const identity = (provider: LocalCiProvider = 'github', claims: Readonly<Record<string, unknown>> = {}): Identity => ({
    provider,
    async requestToken(audience): Promise<IdentityToken> {
      const jwt = await ci.issueToken(provider, { audience, claims });
      tokens.push(jwt);
      return parseIdentityToken(jwt, audience);
    },
  });

  return {
    ci,
    sigstore,
    trustedRoot,
    http,
    pauses,
    tokens,
    identity,
    signer: (changes = {}) =>
      createSigner({
        identity: identity(),
        http,
        fulcioUrl: sigstore.fulcioUrl,
        rekorUrl: sigstore.rekorUrl,
        trustedRoot,
        patience: { attemptMs: 1_500, retries: 3 },
        ...changes,
      }),
    async close() {
      await Promise.all([sigstore.close(), ci.close(), http.close()]);
    },
  };
}

/** A statement about a file that does not exist. */
export function statement(index = 0): Uint8Array {
  return createStatement({ filename: `sampleproject-1.0.${index}.tar.gz`, sha256: index.toString(16).padStart(64, '0') });
}
