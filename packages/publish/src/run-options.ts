import type { HttpClient, PublisherKind } from '@ropewalk/core';
import type { TrustedSigstore } from './sigstore-instance.ts';

/** What surrounds a run: the same for `sign` and `publish`. */
export interface RunOptions {
  /** A Sigstore read already. Wins over the options and variables that name one. */
  readonly sigstore?: TrustedSigstore;
  /** Where settings and tokens that are not given, and facts of the build, are looked for. Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Kinds of publishers known. Default: the usual ones. */
  readonly kinds?: readonly PublisherKind[];
  /** Default: the client of `@ropewalk/http`. */
  readonly http?: HttpClient;
  /** Called with every secret that is obtained, before it is used, so that a CI can be told to mask it. Default: nobody is told. */
  readonly maskSecret?: (secret: string) => void;
  /** The clock. Default the real one. */
  readonly now?: () => Date;
  readonly signal?: AbortSignal;
}
