import type { PublisherKind } from '@ropewalk/core';
import type { Attestation, ProvenancePublisher } from '@ropewalk/pep740';
import type { TrustedRoot } from '@ropewalk/trusted-root';
import type { Expectation } from './expectation/expectation.ts';
import type { ExpectedClaims } from './expectation/expected-claims.ts';

/** What is verified, and who is expected. */
export interface VerificationContext {
  /** The file: its name and the digest of its bytes. The archive is never opened. */
  readonly distribution: {
    readonly filename: string;
    /** Lower-case hexadecimal. */
    readonly sha256: string;
  };
  /** Who is expected to have published it. */
  readonly publisher: Expectation;
  /** The kinds of publisher known. An unknown kind is never verified. */
  readonly kinds: readonly PublisherKind[];
  readonly trustedRoot: TrustedRoot;
  /** What else is expected. Default: nothing. */
  readonly claims?: ExpectedClaims;
  /** Where the expectation comes from, for the evidence: `command line`, `policy`. Default `caller`. */
  readonly expectationSource?: string;
  /** Default: the real clock. */
  readonly now?: () => Date;
}

/** One attestation to verify. */
export interface VerificationInput extends VerificationContext {
  readonly attestation: Attestation;
  /** The publisher the index names in its provenance. It, the certificate and the expectation must then all agree. */
  readonly claimedPublisher?: ProvenancePublisher | undefined;
}

/** One Sigstore bundle to verify that need not be an attestation of PEP 740. */
export interface BundleVerificationInput extends VerificationContext {
  /** The bundle as parsed JSON. Parse text with `parseJson` of `@ropewalk/encoding`: it refuses what readers may read differently. */
  readonly bundle: unknown;
  /** All bytes of the file. Needed for a bundle that signs the file itself; without them such a bundle is refused. */
  readonly artifact?: Uint8Array;
}
