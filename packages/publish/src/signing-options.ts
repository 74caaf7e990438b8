import type { TrustedRoot } from '@ropewalk/trusted-root';

/** What is signed, and how: the same for `sign` and `publish`. */
export interface SigningOptions {
  /** Whether SLSA provenance (v1) of the build is attested besides. Default `false`. */
  readonly slsa?: boolean;
  /** Paths of files with Sigstore bundles, one or one a line (`.jsonl`): those about these files by this identity are used instead of signing. Default none. */
  readonly fromBundles?: readonly string[];
  /** Whether the name of a repository that is not public may enter the log for ever. Default `false`. */
  readonly allowPublicLog?: boolean;
  /** How many are signed at once. Default 8. */
  readonly signingConcurrency?: number;
  /** Time for all signatures, in milliseconds. Default ten minutes. */
  readonly signingTimeoutMs?: number;
}

/** Which Sigstore signs. Default: the public good instance, the only one PyPI accepts. */
export interface SigstoreOptions {
  /** A private Sigstore's Fulcio; needs `rekorUrl` and `trustedRootFile` too. Default `ROPEWALK_FULCIO_URL`. */
  readonly fulcioUrl?: string | URL;
  /** Its Rekor, of API version 1. Default `ROPEWALK_REKOR_URL`. */
  readonly rekorUrl?: string | URL;
  /** The path of a `trusted_root.json`. Default `ROPEWALK_TRUSTED_ROOT`. */
  readonly trustedRootFile?: string;
  /** The path of a `signing_config.json`, instead of the two addresses; needs `trustedRootFile`. Default `ROPEWALK_SIGNING_CONFIG`. */
  readonly signingConfigFile?: string;
  /** Reads the trusted root of the public good instance: `newestTrustedRoot` of `@ropewalk/trusted-root`. Default: the shipped one. */
  readonly publicGoodRoot?: () => Promise<TrustedRoot>;
  /** Sigstore's staging instance, for trying out; needs `trustedRootFile`. Default `false`. */
  readonly staging?: boolean;
}
