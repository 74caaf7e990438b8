import type { IdentityToken } from './identity-token.ts';

/**
 * What a Fulcio certificate says of its owner. Only a verified certificate's words mean anything.
 * Members are named after the extensions `1.3.6.1.4.1.57264.1.N`; absent extensions are `undefined`.
 *
 * @see https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
 */
export interface CertificateIdentity {
  /** Every name in the subject alternative name extension, in order. */
  readonly subjectAlternativeNames: readonly SubjectAlternativeName[];
  /** .1, raw bytes as text. */
  readonly issuerV1?: string;
  /** .8, DER string. */
  readonly issuer?: string;
  /** .9: the workflow that ran the signing job; for a reusable workflow, the called one. */
  readonly buildSignerUri?: string;
  /** .10 */
  readonly buildSignerDigest?: string;
  /** .11: `github-hosted`, `self-hosted`. */
  readonly runnerEnvironment?: string;
  /** .12 */
  readonly sourceRepositoryUri?: string;
  /** .13: the commit. */
  readonly sourceRepositoryDigest?: string;
  /** .14: `refs/tags/v1`. */
  readonly sourceRepositoryRef?: string;
  /** .15 */
  readonly sourceRepositoryIdentifier?: string;
  /** .16 */
  readonly sourceRepositoryOwnerUri?: string;
  /** .17 */
  readonly sourceRepositoryOwnerIdentifier?: string;
  /** .18: the top-level workflow, the one that started the run. */
  readonly buildConfigUri?: string;
  /** .19 */
  readonly buildConfigDigest?: string;
  /** .20: `push`, `release`. */
  readonly buildTrigger?: string;
  /** .21 */
  readonly runInvocationUri?: string;
  /** .22: `public`, `private`. */
  readonly sourceRepositoryVisibility?: string;
}

/** One name of the subject alternative name extension. */
export interface SubjectAlternativeName {
  /** `other` is Sigstore's own otherName, `1.3.6.1.4.1.57264.1.7`. */
  readonly type: 'email' | 'uri' | 'other';
  readonly value: string;
}

/** One statement of a certificate (or of the certificate against itself) that is not as expected. */
export interface Mismatch {
  /** Stable name of the check, e.g. `PUBLISHER_REPOSITORY`. */
  readonly code: string;
  /** What was compared, in words: `source repository`. */
  readonly subject: string;
  readonly expected: string;
  /** `undefined` when the certificate does not say. */
  readonly actual: string | undefined;
  /** What probably went wrong, when that can be told (case, trailing `/`, `.git`). */
  readonly hint?: string;
}

/** Publishers are plain data, the same in flags, policy, history and provenance. */
export interface Publisher {
  /** As the index writes it: `GitHub`, `GitLab`, `Google`. */
  readonly kind: string;
}

/** Whether what a token's certificate would publish is public already. `none`: it names no repository. */
export type RepositoryVisibility = 'public' | 'private' | 'unstated' | 'none';

/**
 * How one kind of publisher is written and recognised. Pure: no network, no environment.
 *
 * Written as methods so that kinds of different publishers fit one list.
 */
export interface PublisherKind<P extends Publisher = Publisher> {
  /** As the index writes it in a provenance object. */
  readonly kind: P['kind'];
  /** The prefix in flags: `github` in `github:OWNER/REPO`. */
  readonly prefix: string;
  /**
   * Reads `github:OWNER/REPO`, or the publisher object of a provenance.
   *
   * @throws {@link PublisherError} `PUBLISHER_MALFORMED` when `input` is of this kind, but not well-formed.
   */
  parse(input: unknown): P;
  /** Writes what `parse` reads: `github:OWNER/REPO`. */
  format(publisher: P): string;
  /** What the certificate claims: for messages and history, never an expectation. */
  recognise(certificate: CertificateIdentity): P | undefined;
  /** The publisher a token would sign and upload as; `undefined` when another kind of issuer made it. */
  recogniseToken(token: IdentityToken): P | undefined;
  /** Whether a certificate for this token would name something that is not public (a token of this kind only). */
  visibility(token: IdentityToken): RepositoryVisibility;
  /**
   * Compares a certificate with an expectation. Empty when all of it agrees. A member left out is not asked for;
   * the certificate's own statements must still agree with each other.
   */
  mismatches(expected: P, certificate: CertificateIdentity): readonly Mismatch[];
}
