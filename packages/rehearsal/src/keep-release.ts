import { readFile } from 'node:fs/promises';
import type { DistributionSource } from '@ropewalk/distribution';
import { serializeAttestation } from '@ropewalk/pep740';
import type { PublishResult } from '@ropewalk/publish';
import type { TrustedRoot } from '@ropewalk/trusted-root';
import { forbidExisting, keepFiles, type KeptFile } from './keep.ts';
import { filenameOf } from './projects-of.ts';
import type { VerifiedDownload } from './rehearsal-events.ts';

const trustedRootName = 'trusted_root.json';
const attestationName = (file: string): string => `${file}.publish.attestation`;
const provenanceName = (file: string): string => `${file}.provenance`;

/** What is kept of a rehearsal. */
export interface KeptRelease {
  readonly release: readonly DistributionSource[];
  readonly published: PublishResult;
  readonly downloads: readonly VerifiedDownload[];
  readonly trustedRoot: TrustedRoot;
}

/**
 * Looks, before anything is played, whether a release can be kept in a folder. Keys, attestations and root are new in every
 * rehearsal, so a file of their name is one of other content.
 *
 * @throws {@link RehearsalError} `REHEARSAL_KEEP_CONFLICT`
 */
export async function forbidKept(folder: string, release: readonly DistributionSource[]): Promise<void> {
  const files = release.map(filenameOf);
  await forbidExisting(folder, [...files.flatMap((file) => [attestationName(file), provenanceName(file)]), trustedRootName]);
}

/** Writes each distribution, beside it its attestation and provenance, and the trusted root, all into `folder` itself. */
export async function keepRelease(folder: string, { release, published, downloads, trustedRoot }: KeptRelease): Promise<readonly string[]> {
  const files: KeptFile[] = [];
  for (const source of release) {
    const bytes = typeof source === 'string' ? await readFile(source) : source.bytes;
    files.push({ name: filenameOf(source), bytes });
  }
  for (const { file, attestation } of published.files) {
    if (attestation !== undefined) files.push({ name: attestationName(file), bytes: Buffer.from(serializeAttestation(attestation)) });
  }
  for (const { file, provenance } of downloads) files.push({ name: provenanceName(file), bytes: Buffer.from(provenance) });
  files.push({ name: trustedRootName, bytes: Buffer.from(`${JSON.stringify(trustedRoot.json, undefined, 2)}\n`) });
  await keepFiles(folder, files);
  return files.map(({ name }) => name);
}
