import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { ReceivedFile } from '../form/received-form.ts';
import type { StoredMetadata } from '../store/project.ts';
import type { World } from '../world.ts';

/** A file that may be kept. */
export interface AcceptedFile {
  readonly projectName: string;
  readonly version: string;
  readonly requiresPython: string | undefined;
  readonly filetype: 'sdist' | 'bdist_wheel';
  readonly content: ReceivedFile;
  readonly metadata: StoredMetadata | undefined;
  readonly provenance: object | undefined;
}

/** Keeps a file. One synchronous step. */
export function storeFile(world: World, accepted: AcceptedFile): void {
  const { filename, file } = accepted.content;
  const { sizeBytes, sha256, blake2b256 } = file;
  const storedAt = join(world.folder, `stored-${randomUUID()}`);
  renameSync(file.path, storedAt);
  world.store.add({
    projectName: accepted.projectName,
    version: accepted.version,
    requiresPython: accepted.requiresPython,
    file: {
      filename,
      filetype: accepted.filetype,
      sizeBytes,
      sha256,
      blake2b256,
      uploadedAt: world.now(),
      path: `${blake2b256.slice(0, 2)}/${blake2b256.slice(2, 4)}/${blake2b256.slice(4)}/${filename}`,
      storedAt,
      metadata: accepted.metadata,
      provenance: accepted.provenance,
    },
  });
}
