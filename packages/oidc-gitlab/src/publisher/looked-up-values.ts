import type { LookedUpValue, TokenClaims } from '@ropewalk/core';

/**
 * What PyPI looks up for a GitLab token. The pipeline file is the top-level one, also when the job stands in an included file.
 *
 * @see https://docs.pypi.org/trusted-publishers/troubleshooting/
 */
export function lookedUpValues({ issuer, claims }: TokenClaims): readonly LookedUpValue[] {
  const path = textOf(claims['project_path']);
  const slash = path?.lastIndexOf('/') ?? -1;
  return [
    { name: 'issuer', claim: 'iss', value: issuer },
    { name: 'namespace', claim: 'project_path', value: slash < 0 ? undefined : path?.slice(0, slash) },
    { name: 'project name', claim: 'project_path', value: slash < 0 ? path : path?.slice(slash + 1) },
    { name: 'top-level pipeline file path', claim: 'ci_config_ref_uri', value: workflowPathOf(claims['ci_config_ref_uri']) },
    { name: 'environment name', claim: 'environment', value: textOf(claims['environment']) },
  ];
}

/** The values for PyPI's form, which its settings page takes from the address. */
export function settingsFields(token: TokenClaims): Readonly<Record<string, string>> {
  const [issuer, namespace, project, workflow, environment] = lookedUpValues(token).map(({ value }) => value ?? '');
  return {
    provider: 'gitlab',
    namespace: namespace ?? '',
    project: project ?? '',
    workflow_filepath: workflow ?? '',
    environment: environment ?? '',
    issuer_url: issuer ?? '',
  };
}

/** The file as PyPI finds it: what follows `//` and ends in `.yml` or `.yaml` right before the `@`. */
export function workflowPathOf(reference: unknown): string | undefined {
  return textOf(reference)?.match(/\/\/(.+?\.ya?ml)@/)?.[1];
}

/** A claim's text; empty counts as absent. */
export function textOf(claim: unknown): string | undefined {
  return typeof claim === 'string' && claim !== '' ? claim : undefined;
}
