import { constants, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isCodedError, type PublisherKind } from '@ropewalk/core';
import type { DistributionIdentity } from '@ropewalk/distribution';
import { MAX_ATTESTATION_BYTES, parseAttestation, serializeAttestation, type Attestation } from '@ropewalk/pep740';
import type { TrustedRoot } from '@ropewalk/trusted-root';
import { verify, type Evidence, type Expectation } from '@ropewalk/verifier';
import { writeAtomically } from './write-atomically.ts';

/** The kinds of attestations an index takes, as their files are called: `NAME.publish.attestation`. */
export type AttestationFileKind = 'publish' | 'slsa';

/** A file that lies where the attestation of a distribution belongs. Nothing is known of its content yet. */
export interface AttestationFile {
  readonly path: string;
  readonly kind: AttestationFileKind;
  /** At most a little more than an attestation may have. */
  readonly bytes: Uint8Array;
}

/** For whom, and by which roots, an attestation has to hold to be used again. */
export interface ReuseContext {
  readonly publisher: Expectation;
  readonly kinds: readonly PublisherKind[];
  readonly trustedRoot: TrustedRoot;
  readonly now: () => Date;
}

/** Whether an attestation found may be used, and why not. */
export type ReuseVerdict =
  | { readonly usable: true; readonly attestation: Attestation; readonly evidence: Evidence }
  | { readonly usable: false; readonly reason: string };

const fileKinds: readonly AttestationFileKind[] = ['publish', 'slsa'];

/** The name of an attestation's file beside its distribution. */
export function attestationFileName(filename: string, kind: AttestationFileKind): string {
  return `${filename}.${kind}.attestation`;
}

/**
 * Finds the attestation files of a distribution: in `folder` first, then beside it.
 *
 * @returns At most one of each kind.
 */
export async function findAttestationFiles(distribution: Pick<DistributionIdentity, 'filename' | 'path'>, folder: string | undefined): Promise<readonly AttestationFile[]> {
  const beside = distribution.path === undefined ? undefined : dirname(distribution.path);
  const folders = [folder, beside].filter((place) => place !== undefined);
  const found: AttestationFile[] = [];
  for (const kind of fileKinds) {
    for (const place of folders) {
      const path = join(place, attestationFileName(distribution.filename, kind));
      const bytes = await readIfThere(path);
      if (bytes === undefined) continue;
      found.push({ path, kind, bytes });
      break;
    }
  }
  return found;
}

/** Verifies an attestation that was found, with the rule the index will apply: nothing is believed because it lies there. */
export function judgeAttestation(distribution: Pick<DistributionIdentity, 'filename' | 'sha256'>, file: Pick<AttestationFile, 'bytes'>, context: ReuseContext): ReuseVerdict {
  try {
    const attestation = parseAttestation(file.bytes);
    return { usable: true, attestation, evidence: verify({ distribution, attestation, ...context }) };
  } catch (error) {
    return { usable: false, reason: isCodedError(error) ? error.message : 'it does not verify' };
  }
}

/** Writes an attestation into a folder, which is made if missing; an older one of that name is replaced in one step. */
export async function keepAttestation(folder: string, filename: string, kind: AttestationFileKind, attestation: Attestation): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, attestationFileName(filename, kind));
  await writeAtomically(path, serializeAttestation(attestation));
  return path;
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  // A named pipe would make whoever opens it wait for a writer.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((error: unknown) => {
    // What is there and cannot be read is no attestation, which is said when it is judged.
    return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR') ? undefined : 'unreadable';
  });
  if (file === undefined) return undefined;
  if (file === 'unreadable') return new Uint8Array();
  try {
    const bytes = new Uint8Array(MAX_ATTESTATION_BYTES + 1);
    const { bytesRead } = await file.read(bytes, 0, bytes.byteLength, 0);
    return bytes.subarray(0, bytesRead);
  } catch {
    return new Uint8Array();
  } finally {
    await file.close();
  }
}
