import type { HttpClient, IdentityProvider, Publisher, PublisherKind } from '@ropewalk/core';
import type { SigningOptions, SigstoreOptions } from './signing-options.ts';
import type { TrustedSigstore } from './sigstore-instance.ts';

/** How files are signed. Everything has a default but the identity. */
export interface SignOptions extends SigningOptions, SigstoreOptions {
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
  /** A Sigstore read already. Wins over the options and variables that name one. */
  readonly sigstore?: TrustedSigstore;
  /** Where settings that are not given, and facts of the build, are looked for. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Kinds of publishers known. Default: the usual ones. */
  readonly kinds?: readonly PublisherKind[];
  /** Default: the client of `@ropewalk/http`. */
  readonly http?: HttpClient;
  /** Called with every secret that is obtained, before it is used. Default: nobody is told. */
  readonly maskSecret?: (secret: string) => void;
  /** The clock. Default the real one. */
  readonly now?: () => Date;
  readonly signal?: AbortSignal;
}
