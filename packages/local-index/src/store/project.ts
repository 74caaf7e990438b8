import type { PublisherRecord } from '../matching/publisher-record.ts';

/** How a project is marked (PEP 792). Archived and quarantined projects take no uploads. */
export type ProjectStatus = 'active' | 'archived' | 'quarantined' | 'deprecated';

/** One project of the index. */
export interface Project {
  readonly id: string;
  readonly normalizedName: string;
  /** In the spelling of the last upload. */
  name: string;
  status: ProjectStatus;
  /** Whether the organisation that owns it, if any, is active. */
  isInGoodStanding: boolean;
  /** By release key: versions that are equal under PEP 440 are one release. */
  readonly releases: Map<string, Release>;
  readonly publishers: Set<PublisherRecord>;
  lastSerial: number;
}

/** One version of a project. */
export interface Release {
  readonly version: string;
  readonly requiresPython: string | undefined;
  readonly createdAt: Date;
  /** `true` or the reason. */
  yanked: boolean | string;
  readonly files: Map<string, StoredFile>;
}

/** One file of a release. */
export interface StoredFile {
  readonly filename: string;
  readonly filetype: 'sdist' | 'bdist_wheel';
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly blake2b256: string;
  readonly uploadedAt: Date;
  /** Below `/packages/`: `ab/cd/ef…/name.whl`. */
  readonly path: string;
  /** Where the bytes lie. */
  readonly storedAt: string;
  /** A wheel's METADATA, served beside it (PEP 658). */
  readonly metadata: StoredMetadata | undefined;
  /** The provenance object (PEP 740). */
  readonly provenance: object | undefined;
}

/** A wheel's METADATA file. */
export interface StoredMetadata {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** All files of a project, of every release. */
export function filesOf(project: Project): readonly StoredFile[] {
  return [...project.releases.values()].flatMap((release) => [...release.files.values()]);
}
