import { badRequest } from '../answers/refusal.ts';
import { attestationIdentity } from '../matching/publisher-record.ts';
import type { Identity } from '../tokens/identity.ts';
import type { World } from '../world.ts';
import { readAttestation, type StoredAttestation } from './read-attestation.ts';

/** What attestations speak of. */
export interface AttestedFile {
  readonly filename: string;
  readonly sha256: string;
}

/**
 * Checks the attestations of an upload in PyPI's order and makes the provenance of them.
 *
 * @param text - The form's `attestations` field.
 * @returns The provenance object: one bundle, the members PyPI knows, in its order.
 * @throws {Refusal} 400 `Invalid attestations supplied during upload: …`
 */
export async function acceptAttestations(world: World, text: string, identity: Identity, file: AttestedFile): Promise<object> {
  const publisher = publisherOf(identity);
  const given = parseArray(text);
  const attestations = given.map((value, index) => {
    const attestation = readAttestation(value);
    if (typeof attestation === 'string') throw refused(`Malformed attestations: 1 validation error for list[Attestation]\n${index}.${attestation}`);
    return attestation;
  });
  if (attestations.length === 0) throw refused('Malformed attestations: an empty attestation set is not permitted');
  if (attestations.length > predicateTypes.size) throw refused(`A maximum of ${predicateTypes.size} attestations per file are supported`);
  const seen = new Set<string>();
  for (const [index, attestation] of attestations.entries()) {
    await verify(world, given[index], publisher, file);
    checkPredicateType(attestation, seen);
  }
  const served = attestations.map(({ envelope, verification_material, version }) => ({ envelope, verification_material, version }));
  return { attestation_bundles: [{ attestations: served, publisher }], version: 1 };
}

const predicateTypes: ReadonlySet<string> = new Set([
  'https://docs.pypi.org/attestations/publish/v1',
  'https://slsa.dev/provenance/v1',
]);

function publisherOf(identity: Identity): object {
  if (identity.type !== 'publisher') throw refused('Attestations are only supported when using Trusted Publishing');
  const publisher = attestationIdentity(identity.publisher);
  if (publisher === undefined) throw refused(`Attestations are not currently supported with ${identity.publisher.kind} publishers`);
  return publisher;
}

function parseArray(text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('Malformed attestations: 1 validation error for list[Attestation]\n  Invalid JSON [type=json_invalid]');
  }
  if (Array.isArray(value)) return value;
  throw refused('Malformed attestations: 1 validation error for list[Attestation]\n  Input should be a valid array [type=list_type]');
}

async function verify(world: World, attestation: unknown, publisher: object, { filename, sha256 }: AttestedFile): Promise<void> {
  try {
    await world.options.verifyAttestation({ attestation, publisher, filename, sha256 });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (error instanceof TypeError) throw refused(`Unknown error while trying to verify included attestations: ${text}`);
    throw refused(`Could not verify the uploaded artifact using the included attestation: Verification failed: ${text}`);
  }
}

function checkPredicateType({ predicateType }: StoredAttestation, seen: Set<string>): void {
  if (!predicateTypes.has(predicateType)) throw refused(`Attestation with unsupported predicate type: ${predicateType}`);
  if (seen.has(predicateType)) {
    throw refused(`Multiple attestations for the same file with the same predicate type (${predicateType}) are not supported`);
  }
  seen.add(predicateType);
}

function refused(text: string): Error {
  return badRequest(`Invalid attestations supplied during upload: ${text}`);
}
