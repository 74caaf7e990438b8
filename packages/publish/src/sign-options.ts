import type { IdentityProvider, Publisher } from '@ropewalk/core';
import type { RunOptions } from './run-options.ts';
import type { SigningOptions, SigstoreOptions } from './signing-options.ts';

/** How files are signed. Everything has a default but the identity. */
export interface SignOptions extends SigningOptions, SigstoreOptions, RunOptions {
  /** Who signs, e.g. `anyCi()` of `@ropewalk/oidc`. Default: nobody; then every attestation must be there already. */
  readonly identity?: IdentityProvider;
  /** Whom this process must be, any of them. Default: whoever it is. */
  readonly expectedPublishers?: readonly Publisher[];
  /** Where attestations go. Default: beside each file; nowhere for files given as bytes. */
  readonly outputFolder?: string;
  /** Whether an attestation of another identity is replaced. Default `false`: it is an error. */
  readonly overwrite?: boolean;
  /** Whether Sigstore bundles are written too, as `NAME.sigstore.json`. Default `false`. */
  readonly bundles?: boolean;
  /** The index that the files are for, whose rules for identities are kept. Default `ROPEWALK_REPOSITORY_URL`, else PyPI; with another Sigstore than the public one, none. */
  readonly repositoryUrl?: string | URL;
}
