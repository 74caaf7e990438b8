import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { attestationToBundle, serializeAttestation } from '@ropewalk/pep740';
import { attestationFileName, type AttestationFileKind } from './existing-attestations.ts';
import type { Attestable, HeldAttestation } from './holdings.ts';
import { writeAtomically } from './write-atomically.ts';

/** Where attestations are kept, and in which forms. */
export interface KeepOptions {
  /** `undefined`: nowhere. */
  readonly folder: string | undefined;
  /** Whether as Sigstore bundles too. */
  readonly bundles: boolean;
}

/** The name of a bundle's file: the publish attestation is the file's own. */
export function bundleFileName(filename: string, kind: AttestationFileKind): string {
  return kind === 'publish' ? `${filename}.sigstore.json` : `${filename}.${kind}.sigstore.json`;
}

/** Writes an attestation, and the bundle if wanted, unless they are there already. */
export async function keepSigned({ filename }: Attestable, { kind, attestation, origin, paths }: Omit<HeldAttestation, 'evidence'>, { folder, bundles }: KeepOptions): Promise<readonly string[]> {
  if (folder === undefined) return [];
  const written: string[] = [];
  const own = join(folder, attestationFileName(filename, kind));
  if (origin !== 'found' || !paths.includes(own)) {
    await writeAtomically(own, serializeAttestation(attestation));
    written.push(own);
  }
  if (!bundles) return written;
  const path = join(folder, bundleFileName(filename, kind));
  const text = JSON.stringify(attestationToBundle(attestation));
  if (await holds(path, text)) return written;
  await writeAtomically(path, text);
  return [...written, path];
}

async function holds(path: string, text: string): Promise<boolean> {
  const facts = await stat(path).catch(() => undefined);
  if (facts?.isFile() !== true || facts.size !== Buffer.byteLength(text)) return false;
  return (await readFile(path, 'utf8').catch(() => undefined)) === text;
}
