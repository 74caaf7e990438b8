import type { HttpClient, IdentityProvider, Publisher, PublisherKind } from '@ropewalk/core';
import type { TrustedSigstore } from './sigstore-instance.ts';

/** How a release is published. Everything has a default but a way to be somebody: `identity` or a token. */
export interface PublishOptions {
  /** Where an identity comes from when no token was given, e.g. `anyCi()` of `@ropewalk/oidc`. Default none. */
  readonly identity?: IdentityProvider;
  /** Whom this process must be for the release to go on, any of them. Default: whoever it is. */
  readonly expectedPublishers?: readonly Publisher[];
  /** Where the index takes uploads. Default `ROPEWALK_REPOSITORY_URL`, else PyPI. */
  readonly repositoryUrl?: string | URL;
  /** An upload token. When one is given (here or in `env`), no identity is asked for and nothing is signed. */
  readonly token?: string;
  /** The audience of the index, where it is not PyPI's, TestPyPI's or the index's own host. Default `ROPEWALK_AUDIENCE`. */
  readonly audience?: string;
  /** A private Sigstore's Fulcio; needs `rekorUrl` and `trustedRootFile` too. Default `ROPEWALK_FULCIO_URL`, else the public good instance. */
  readonly fulcioUrl?: string | URL;
  /** Default `ROPEWALK_REKOR_URL`. */
  readonly rekorUrl?: string | URL;
  /** The path of a `trusted_root.json`. Default `ROPEWALK_TRUSTED_ROOT`. */
  readonly trustedRootFile?: string;
  /** The three together, read already. Wins over the three above. */
  readonly sigstore?: TrustedSigstore;
  /** Where settings and tokens that are not given are looked for. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whether the name of a repository that is not public may enter the log for ever. Default `false`. */
  readonly allowPublicLog?: boolean;
  /** Kinds of publishers whose rules the self-check applies. Default: the usual ones. */
  readonly kinds?: readonly PublisherKind[];
  /** Default: the client of `@ropewalk/http`. */
  readonly http?: HttpClient;
  /** Called with every secret that is obtained, before it is used, so that a CI can be told to mask it. Default: nobody is told. */
  readonly maskSecret?: (secret: string) => void;
  /** The clock. Default the real one. */
  readonly now?: () => Date;
  readonly signal?: AbortSignal;
}
