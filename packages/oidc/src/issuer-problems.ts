import type { TokenClaims, TokenProblem } from '@ropewalk/core';
import { googleIssuer } from '@ropewalk/oidc-cloud-build/publisher';
import { githubIssuer } from '@ropewalk/oidc-github/publisher';
import { gitlabIssuer } from '@ropewalk/oidc-gitlab/publisher';

/** An issuer that PyPI does not simply accept, and what is possible there. The first row that fits counts. */
interface IssuerRow {
  readonly fits: (token: TokenClaims) => boolean;
  readonly affects: TokenProblem['affects'];
  readonly is: string;
  readonly remedy: string;
}

const withToken = 'Publish with an API token; attestations are not possible then.';

const rows: readonly IssuerRow[] = [
  {
    fits: ({ issuer }) => issuer.startsWith(`${githubIssuer}/`),
    affects: 'upload',
    is: 'the issuer of one enterprise on github.com',
    remedy: 'PyPI accepts the usual issuer only: have the enterprise switch its own issuer off for this repository, or publish with an API token.',
  },
  {
    fits: ({ issuer, claims }) => issuer.endsWith('/_services/token') || 'job_workflow_ref' in claims,
    affects: 'upload',
    is: 'a GitHub Enterprise Server',
    remedy: `PyPI and the public Sigstore accept github.com only. ${withToken}`,
  },
  {
    fits: ({ claims }) => 'project_path' in claims && 'ci_config_ref_uri' in claims,
    affects: 'attestations',
    is: 'a self-managed GitLab',
    remedy:
      'PyPI accepts it once an organisation on PyPI has had this issuer registered, and once PyPI can reach its /.well-known/openid-configuration; its attestations are not accepted at all. Publish without attestations, or with an API token.',
  },
  {
    fits: ({ issuer }) => /^https:\/\/oidc\.circleci\.com(?:\/|$)/.test(issuer),
    affects: 'upload',
    is: 'CircleCI',
    remedy: 'The public Sigstore accepts it, an index only if it says so. Where it does not, publish with an API token and without attestations.',
  },
  {
    fits: ({ issuer }) => /^https:\/\/agent\.buildkite\.com(?:\/|$)/.test(issuer),
    affects: 'upload',
    is: 'Buildkite',
    remedy: `The public Sigstore accepts it, PyPI does not. ${withToken}`,
  },
  {
    fits: ({ issuer }) => issuer === 'https://oauth2.sigstore.dev/auth',
    affects: 'upload',
    is: "Sigstore's own sign-in for people",
    remedy: 'PyPI accepts uploads and attestations of CI systems only. Publish from CI, or with an API token and without attestations.',
  },
];

/** Says when an issuer is none of those that PyPI accepts without further ado. */
export function issuerProblems(token: TokenClaims): readonly TokenProblem[] {
  if ([githubIssuer, gitlabIssuer, googleIssuer].includes(token.issuer)) return [];
  const row = rows.find(({ fits }) => fits(token));
  return [
    {
      code: 'ISSUER_NOT_USUAL',
      affects: row?.affects ?? 'upload',
      message: `The token is issued by ${token.issuer}${row === undefined ? ', which PyPI does not know' : `: ${row.is}`}.`,
      remedy: row?.remedy ?? `For an index of your own, see whether it accepts this issuer. For PyPI: ${withToken}`,
    },
  ];
}
