import type { Mismatch, Publisher } from '@ropewalk/core';
import * as google from '@ropewalk/oidc-cloud-build/publisher';
import * as github from '@ropewalk/oidc-github/publisher';
import * as gitlab from '@ropewalk/oidc-gitlab/publisher';
import type { LookedUpValue, SlsaProvenance, TokenClaims, TokenProblem } from '@ropewalk/oidc-github/publisher';

/** What a provider knows beyond its publisher kind: how the index looks at its tokens, and how it describes a build. */
export interface ProviderKnowledge {
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
  /** The predicate of SLSA provenance v1 for a run, when token and environment say enough. */
  slsaProvenance(token: TokenClaims, env?: Readonly<Record<string, string | undefined>>): SlsaProvenance | undefined;
}

/** What the usual providers know. */
export const providerKnowledge: readonly ProviderKnowledge[] = [
  {
    kind: 'GitHub',
    hasShape: ({ claims }) => 'job_workflow_ref' in claims && 'repository' in claims,
    lookedUpValues: github.lookedUpValues,
    tokenMismatches: (expected, token) => github.tokenMismatches(github.githubPublisher.parse(expected), token),
    tokenProblems: github.tokenProblems,
    settingsFields: github.settingsFields,
    slsaProvenance: github.slsaProvenance,
  },
  {
    kind: 'GitLab',
    hasShape: ({ claims }) => 'project_path' in claims && 'ci_config_ref_uri' in claims,
    lookedUpValues: gitlab.lookedUpValues,
    tokenMismatches: (expected, token) => gitlab.tokenMismatches(gitlab.gitlabPublisher.parse(expected), token),
    tokenProblems: gitlab.tokenProblems,
    settingsFields: gitlab.settingsFields,
    slsaProvenance: gitlab.slsaProvenance,
  },
  {
    kind: 'Google',
    hasShape: ({ issuer }) => issuer === google.googleIssuer,
    lookedUpValues: google.lookedUpValues,
    tokenMismatches: (expected, token) => google.tokenMismatches(google.googlePublisher.parse(expected), token),
    tokenProblems: google.tokenProblems,
    settingsFields: google.settingsFields,
    slsaProvenance: google.slsaProvenance,
  },
];

/** The knowledge of the provider whose shape a token has. */
export function knowledgeOf(token: TokenClaims): ProviderKnowledge | undefined {
  return providerKnowledge.find((knowledge) => knowledge.hasShape(token));
}
