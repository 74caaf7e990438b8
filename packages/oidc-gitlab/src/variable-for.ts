/**
 * The variable in which a GitLab job holds its token for an audience: `pypi` → `PYPI_ID_TOKEN`.
 *
 * The audience in upper case, every character that a variable cannot have replaced by `_`.
 */
export function variableFor(audience: string): string {
  return `${audience.toUpperCase().replaceAll(/[^A-Z0-9_]|^[^A-Z_]/g, '_')}_ID_TOKEN`;
}
