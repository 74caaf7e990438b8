/** What else is expected of the signer, beyond the publisher. A member left out is not asked for. */
export interface ExpectedClaims {
  /** The git ref, exact, or a glob: `refs/tags/v*`. `*` does not match `/`, `**` does. */
  readonly ref?: string;
  /** The commit, all its hexadecimal digits. */
  readonly commit?: string;
  /** The repository owner's number, which survives renaming. */
  readonly ownerId?: string;
  /** The repository's number, which survives renaming. */
  readonly repositoryId?: string;
  /** The event that started the run, e.g. `release`. */
  readonly trigger?: string;
  /** The kind of machine, e.g. `github-hosted`. */
  readonly runner?: string;
  /** The workflow that signed, where it is another than the one started: its address, or `OWNER/REPO/PATH`; with or without `@ref`. */
  readonly signerWorkflow?: string;
  /** The deployment environment. Only the index claims it, in the provenance; no signature covers it. */
  readonly environment?: string;
  /** One predicate type, or any of several. Default: the two PyPI knows. */
  readonly predicateType?: string | readonly string[];
}
