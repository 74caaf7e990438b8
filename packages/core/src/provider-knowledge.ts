import type { IdentityToken } from './identity-token.ts';
import type { Mismatch, Publisher } from './publisher.ts';

/** What can be read of an identity token, without the token. */
export type TokenClaims = Pick<IdentityToken, 'issuer' | 'claims'>;

/** One value by which an index looks for a publisher. */
export interface LookedUpValue {
  /** As the form in the index's settings calls it. */
  readonly name: string;
  /** The claim it is read from. */
  readonly claim: string;
  /** `undefined` when the token does not say. */
  readonly value: string | undefined;
}

/** Something in a token that the index or its verifier will not accept, seen before anything is signed or sent. */
export interface TokenProblem {
  /** Stable name of the problem. */
  readonly code: string;
  /** `upload`: no upload token will be given. `attestations`: files go up, attestations are refused. `nothing`: good to know. */
  readonly affects: 'upload' | 'attestations' | 'nothing';
  readonly message: string;
  readonly remedy: string;
}

/**
 * The predicate of SLSA provenance for a run.
 *
 * @see https://slsa.dev/spec/v1.0/provenance
 */
export interface SlsaProvenance {
  readonly buildDefinition: Readonly<Record<string, unknown>>;
  readonly runDetails: Readonly<Record<string, unknown>>;
}

/** What a provider knows beyond its publisher kind: how the index looks at its tokens, and how it describes a build. */
export interface ProviderKnowledge {
  /** As the publisher kind. */
  readonly kind: string;
  /** Whether a token has the shape of this provider's, also when another instance of it is the issuer. */
  hasShape(token: TokenClaims): boolean;
  /** By which values the index looks for a publisher. */
  lookedUpValues(token: TokenClaims): readonly LookedUpValue[];
  /** Where a token differs from a publisher of this kind. */
  tokenMismatches(expected: Publisher, token: TokenClaims): readonly Mismatch[];
  /** What the index refuses whatever publisher is registered. */
  tokenProblems(token: TokenClaims): readonly TokenProblem[];
  /** Fields of PyPI's form for a publisher. */
  settingsFields(token: TokenClaims): Readonly<Record<string, string>>;
  /** Describes the run, when token and environment say enough. */
  slsaProvenance(token: TokenClaims, env?: Readonly<Record<string, string | undefined>>): SlsaProvenance | undefined;
}
