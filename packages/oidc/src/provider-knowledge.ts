import type { ProviderKnowledge, TokenClaims } from '@ropewalk/core';
import * as google from '@ropewalk/oidc-cloud-build/publisher';
import * as github from '@ropewalk/oidc-github/publisher';
import * as gitlab from '@ropewalk/oidc-gitlab/publisher';

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
