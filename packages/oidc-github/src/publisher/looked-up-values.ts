import type { LookedUpValue, TokenClaims } from '@ropewalk/core';

/**
 * What PyPI looks up for a GitHub token. The workflow is that of `job_workflow_ref`: of a reusable workflow, the called file.
 *
 * @see https://docs.pypi.org/trusted-publishers/troubleshooting/
 */
export function lookedUpValues({ claims }: TokenClaims): readonly LookedUpValue[] {
  const [owner, name] = textOf(claims['repository'])?.split(/\/(.*)/s) ?? [];
  return [
    { name: 'owner', claim: 'repository', value: owner },
    { name: 'owner id', claim: 'repository_owner_id', value: textOf(claims['repository_owner_id']) },
    { name: 'repository name', claim: 'repository', value: name },
    { name: 'workflow name', claim: 'job_workflow_ref', value: workflowFileOf(claims['job_workflow_ref']) },
    { name: 'environment name', claim: 'environment', value: textOf(claims['environment']) },
  ];
}

/** The values for PyPI's form, which its settings page takes from the address. */
export function settingsFields(token: TokenClaims): Readonly<Record<string, string>> {
  const [owner, , repository, workflow, environment] = lookedUpValues(token).map(({ value }) => value ?? '');
  return { provider: 'github', owner: owner ?? '', repository: repository ?? '', workflow_filename: workflow ?? '', environment: environment ?? '' };
}

/** The file as PyPI finds it: the last part of the path that ends in `.yml` or `.yaml` right before the `@`. */
export function workflowFileOf(reference: unknown): string | undefined {
  return textOf(reference)?.match(/([^/]+\.ya?ml)@/)?.[1];
}

/** A claim's text; empty counts as absent. */
export function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined;
}
