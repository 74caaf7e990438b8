/** What to do about one kind of refusal. The first row that fits counts. */
interface AdviceRow {
  readonly code: string;
  /** Part of the index's words. Left out: any. */
  readonly says?: string;
  readonly advice: string;
}

/** PyPI's codes and words (warehouse/oidc/views.py and warehouse/oidc/models). */
const rows: readonly AdviceRow[] = [
  {
    code: 'invalid-payload',
    says: 'unknown trusted publishing issuer',
    advice:
      'The index accepts no tokens of this issuer (the claim `iss`). A self-managed GitLab must first be registered for an organisation on the index; GitHub Enterprise Server and other CI systems are not accepted by PyPI: publish with an API token there.',
  },
  {
    code: 'invalid-payload',
    says: 'malformed JWT',
    advice: 'What was sent is no identity token. Check that the identity backend returns an OIDC ID token (a JWT), not an access token.',
  },
  {
    code: 'invalid-payload',
    advice:
      'If this is the first release of a project, the index could not create it from the pending publisher: check that the name is allowed and free. Otherwise report this as a fault of the client.',
  },
  { code: 'not-enabled', advice: 'The index has switched trusted publishing off for this provider. Wait, or publish with an API token.' },
  {
    code: 'invalid-token',
    advice:
      'The index could not verify the token: it is expired, made for another audience, or one of the clocks is wrong. Run the job again, compare the claims `aud`, `iat` and `exp` with the present time, and exchange the token soon after it is made.',
  },
  {
    code: 'invalid-pending-publisher',
    advice: 'The project exists already, so a pending publisher is of no use: remove it, and add the publisher in the settings of the project.',
  },
  {
    code: 'invalid-reuse-token',
    advice:
      'The index has seen this token before; each can be exchanged once. Let the CI system make a new one. On GitLab that means a new job: its tokens are made before the job starts, so exchange only once in a job.',
  },
  {
    code: 'invalid-publisher',
    says: 'pull_request_target',
    advice: 'Start the workflow with another event, such as `release`, or `push` of a tag: from `pull_request_target` nothing can be published.',
  },
  {
    code: 'invalid-publisher',
    says: 'job_workflow_ref claim does not match',
    advice:
      'The job runs in another workflow file than the publisher names. A reusable workflow counts as the called file, and is not supported: put the publishing job into the workflow file that the index knows.',
  },
  {
    code: 'invalid-publisher',
    says: 'ci_config_ref_uri claim does not match',
    advice:
      'The pipeline is defined in another file than the publisher names, in another project, or the project is spelled otherwise on the index. The top-level pipeline file counts, not an included one; upper and lower case count.',
  },
  {
    code: 'invalid-publisher',
    says: 'workflow filename from OIDC claims',
    advice: 'The token names no workflow file that ends in `.yml` or `.yaml`. Publish from a workflow file of the repository itself.',
  },
  {
    code: 'invalid-publisher',
    says: 'ref and sha claims are empty',
    advice: 'The run has neither ref nor commit. Start it with an event that belongs to a commit, such as `push` of a tag.',
  },
  {
    code: 'invalid-publisher',
    says: "optional claim 'environment'",
    advice: 'The publisher on the index demands a deployment environment. Give the job the same `environment`, or change the publisher on the index.',
  },
  {
    code: 'invalid-publisher',
    says: 'Missing claim',
    advice: 'The token lacks a claim that the index compares. A token of a CI system has it: check that the identity backend passes the token on unchanged.',
  },
  {
    code: 'invalid-publisher',
    says: 'Check failed for required claim',
    advice: 'The claim named here differs from the publisher on the index. Compare both below, upper and lower case included, and correct the publisher.',
  },
  {
    code: 'invalid-publisher',
    says: 'does not match expected issuer',
    advice: 'The publisher on the index belongs to another issuer (another GitLab instance, say). Add a publisher for this one.',
  },
  {
    code: 'invalid-publisher',
    advice:
      'The index has no publisher with these values. Compare the values it looks up with those in the settings of the project, upper and lower case included; a pending publisher ends after 30 days.',
  },
];

/** What to do about a refusal. Some advice fits any code. */
export function refusalAdvice(code: string, description: string): string {
  const row = rows.find((candidate) => candidate.code === code && (candidate.says === undefined || description.includes(candidate.says)));
  return row?.advice ?? 'Compare the publisher in the settings of the index with the claims of the token.';
}
