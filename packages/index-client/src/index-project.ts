/** A project as an index lists it. */
export interface IndexProject {
  /** As the index spells it. */
  readonly name: string;
  /** The page it was read from. */
  readonly url: URL;
  /** `1.4`; `undefined` for HTML that does not say. */
  readonly apiVersion?: string;
  /** PEP 792: `active`, `archived`, `quarantined`, `deprecated`; `undefined` when the index does not say. */
  readonly status?: string;
  readonly files: readonly IndexFile[];
}

/** One file of a project. What the index does not say is left out. */
export interface IndexFile {
  readonly filename: string;
  readonly url: URL;
  /** Lower-case hex. */
  readonly sha256?: string;
  /** In bytes. */
  readonly size?: number;
  readonly uploadTime?: Date;
  /** The reason may be empty. `undefined` when it is not yanked. */
  readonly yanked?: { readonly reason: string };
  readonly requiresPython?: string;
  /** Where its attestations are; `undefined` when it has none, or the index knows none. */
  readonly provenanceUrl?: URL;
}
