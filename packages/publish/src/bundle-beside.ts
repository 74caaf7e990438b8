import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isCodedError } from '@ropewalk/core';
import { parseJson } from '@ropewalk/encoding';
import { bundleToAttestation, MAX_ATTESTATION_BYTES, serializeAttestation } from '@ropewalk/pep740';
import type { AttestationFile, AttestationFileKind } from './existing-attestations.ts';
import { bundleFileName } from './keep-signed.ts';

/** Finds the bundles that lie where those of a distribution belong, as attestations. */
export async function findBundleFiles(filename: string, folder: string, kinds: readonly AttestationFileKind[]): Promise<readonly AttestationFile[]> {
  const found: AttestationFile[] = [];
  for (const kind of kinds) {
    const path = join(folder, bundleFileName(filename, kind));
    const facts = await stat(path).catch(() => undefined);
    if (facts === undefined) continue;
    // A named pipe would make whoever opens it wait for a writer.
    const bytes = !facts.isFile() || facts.size > maxBytes ? new Uint8Array() : attestationIn(await readFile(path).catch(() => new Uint8Array()));
    found.push({ path, kind, bytes });
  }
  return found;
}

const maxBytes = 4 * MAX_ATTESTATION_BYTES;

/** What is no bundle is no attestation either, which is said when it is judged. */
function attestationIn(content: Uint8Array): Uint8Array {
  try {
    return Buffer.from(serializeAttestation(bundleToAttestation(parseJson(content))));
  } catch (error) {
    if (isCodedError(error)) return new Uint8Array();
    throw error;
  }
}
