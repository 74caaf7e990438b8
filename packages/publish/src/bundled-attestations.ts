import { readFile, stat } from 'node:fs/promises';
import { PUBLISH_PREDICATE_TYPE, serializeAttestation, SLSA_PREDICATE_TYPE, type Attestation } from '@ropewalk/pep740';
import { attestationsInBundles } from '@ropewalk/signer';
import type { DistributionIdentity } from '@ropewalk/distribution';
import type { AttestationFileKind } from './existing-attestations.ts';
import { PublishError } from './publish-error.ts';

/** The predicate type of each kind of attestation. */
export const predicateTypes: Readonly<Record<AttestationFileKind, string>> = { publish: PUBLISH_PREDICATE_TYPE, slsa: SLSA_PREDICATE_TYPE };

/** A file of bundles that was read. */
export interface BundleSource {
  readonly path: string;
  readonly content: Uint8Array;
}

/** An attestation about a distribution, found in a file of bundles. Nothing of it is verified yet. */
export interface BundledAttestation {
  readonly path: string;
  readonly position: number;
  readonly kind: AttestationFileKind;
  readonly attestation: Attestation;
  /** The same as an attestation's file holds it. */
  readonly bytes: Uint8Array;
}

/** A bundle that cannot be used for any file. */
export interface PassedOverBundle {
  readonly path: string;
  readonly position: number;
  readonly reason: string;
}

/** @throws {@link PublishError} `BUNDLE_FILE_UNREADABLE` */
export async function readBundleSources(paths: readonly string[]): Promise<readonly BundleSource[]> {
  return Promise.all(paths.map(async (path) => ({ path, content: await readBundleFile(path) })));
}

async function readBundleFile(path: string): Promise<Uint8Array> {
  try {
    if ((await stat(path)).size > maxBytes) throw new RangeError('too large');
    return await readFile(path);
  } catch (cause) {
    const why = cause instanceof RangeError ? `is larger than ${maxBytes / 1024 / 1024} MiB` : 'cannot be read';
    throw new PublishError({ code: 'BUNDLE_FILE_UNREADABLE', message: `${path} ${why}.`, remedy: 'Name a file with Sigstore bundles.', cause });
  }
}

const maxBytes = 32 * 1024 * 1024;

/**
 * Finds what files of bundles have about one distribution, by its digest.
 *
 * @throws `SignerError` `BUNDLE_FILE_MALFORMED`
 */
export function bundledAttestations(sources: readonly BundleSource[], { sha256 }: Pick<DistributionIdentity, 'sha256'>): { readonly found: readonly BundledAttestation[]; readonly passedOver: readonly PassedOverBundle[] } {
  const found: BundledAttestation[] = [];
  const passedOver: PassedOverBundle[] = [];
  for (const { path, content } of sources) {
    const file = attestationsInBundles(content, { source: path, sha256 });
    for (const { position, reason } of file.unusable) passedOver.push({ path, position, reason });
    for (const { attestation, predicateType, position } of file.found) {
      const kind = kindOf(predicateType);
      if (kind === undefined) passedOver.push({ path, position, reason: `no index takes attestations of the type ${predicateType.slice(0, 100)}` });
      else found.push({ path, position, kind, attestation, bytes: Buffer.from(serializeAttestation(attestation)) });
    }
  }
  return { found, passedOver };
}

function kindOf(predicateType: string): AttestationFileKind | undefined {
  if (predicateType === PUBLISH_PREDICATE_TYPE) return 'publish';
  return predicateType === SLSA_PREDICATE_TYPE ? 'slsa' : undefined;
}
