import type { KeyObject } from 'node:crypto';

/** The artifact a bundle should be about: its bytes, or only its digest. */
export type Artifact =
  | { readonly bytes: Uint8Array }
  | {
      /** Lower-case hexadecimal. */
      readonly sha256: string;
      /**
       * Verifies an ECDSA signature over a ready digest, which Node cannot do. Needed only for a bundle that signs the
       * artifact directly; without it such a bundle is refused.
       */
      readonly verifyDigest?: (digest: Uint8Array, signature: Uint8Array, key: KeyObject) => boolean;
    };

/** How one bundle is verified. */
export interface VerifyBundleOptions {
  /**
   * `pep740`: what an attestation of a Python distribution may be: a DSSE envelope of in-toto type, logged as Rekor v1
   * `dsse` 0.0.1 with its promise. `generic` (default): any bundle, Rekor v2 and RFC 3161 timestamps among them.
   */
  readonly profile?: 'pep740' | 'generic';
  /** Required for a bundle that signs an artifact directly; for an in-toto statement it must be one of the subjects. */
  readonly artifact?: Artifact;
  /** The exact identity expected, when it is not for the caller to compare. */
  readonly identity?: ExpectedIdentity;
  /** The time it is now. Default: the verifier's clock. */
  readonly now?: Date;
}

/** An exact certificate identity. */
export interface ExpectedIdentity {
  /** Must equal the one subject alternative name. */
  readonly subjectAlternativeName: string;
  /** Must equal the issuer, extension .8 (or .1 where there is no .8). */
  readonly issuer: string;
}
