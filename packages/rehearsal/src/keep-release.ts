import { readFile } from 'node:fs/promises';
import type { DistributionSource } from '@ropewalk/distribution';
import { serializeAttestation } from '@ropewalk/pep740';
import type { PublishResult } from '@ropewalk/publish';
import type { TrustedRoot } from '@ropewalk/trusted-root';
import { forbidConflicts, keepFiles, type KeptFile } from './keep.ts';
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
 * @throws {@link RehearsalError} `REHEARSAL_KEEP_CONFLICT`, `REHEARSAL_KEEP_FAILED`
 */
export async function forbidKept(folder: string, release: readonly DistributionSource[]): Promise<void> {
  const names = [...release.map(filenameOf).flatMap((file) => [attestationName(file), provenanceName(file)]), trustedRootName];
  await forbidConflicts(folder, release.map((source) => ({ name: filenameOf(source), read: () => bytesOf(source) })), names);
}

/** Writes each distribution, beside it its attestation and provenance, and the trusted root, all into `folder` itself. */
export async function keepRelease(folder: string, { release, published, downloads, trustedRoot }: KeptRelease): Promise<readonly string[]> {
  const files: KeptFile[] = [];
  for (const source of release) files.push({ name: filenameOf(source), bytes: await bytesOf(source) });
  for (const { file, attestation } of published.files) {
    if (attestation !== undefined) files.push({ name: attestationName(file), bytes: Buffer.from(serializeAttestation(attestation)) });
  }
  for (const { file, provenance } of downloads) files.push({ name: provenanceName(file), bytes: Buffer.from(provenance) });
  files.push({ name: trustedRootName, bytes: Buffer.from(`${JSON.stringify(trustedRoot.json, undefined, 2)}\n`) });
  await keepFiles(folder, files);
  return files.map(({ name }) => name);
}

async function bytesOf(source: DistributionSource): Promise<Uint8Array> {
  return typeof source === 'string' ? readFile(source) : source.bytes;
}
