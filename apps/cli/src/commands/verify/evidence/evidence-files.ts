import { isCodedError } from '@ropewalk/core';
import type { JsonObject } from '@ropewalk/encoding';
import { bundleToAttestation, parseAttestation, parseProvenance, type Provenance } from '@ropewalk/pep740';
import { readBounded } from '../../../read-bounded.ts';
import { readBundleObjects } from '../../../evidence/parse-bundles.ts';
import type { EvidenceSource, GivenAttestation, GivenEvidence } from './evidence-source.ts';

/** More than any attestation, provenance or bundle has; their parsers have limits of their own. */
const maxBytes = 32 * 1024 * 1024;

/** A file that holds one PEP 740 attestation. */
export function attestationFile(place: string): EvidenceSource {
  return { place, read: async () => [{ place, attestation: parseAttestation(await readBounded(place, maxBytes)) }] };
}

/** A file that holds what an index serves as provenance. */
export function provenanceFile(place: string): EvidenceSource {
  return { place, read: async () => attestationsIn(parseProvenance(await readBounded(place, maxBytes)), place) };
}

/** A file that holds Sigstore bundles. */
export function bundleFile(place: string): EvidenceSource {
  return {
    place,
    read: async () => readBundleObjects(await readBounded(place, maxBytes)).map((bundle) => evidenceOf(bundle, place)),
  };
}

/** A bundle is an attestation wherever it can be one: those are held to more. */
function evidenceOf(bundle: JsonObject, place: string): GivenEvidence {
  try {
    return { place, attestation: bundleToAttestation(bundle) };
  } catch (error) {
    if (isCodedError(error) && error.code === 'BUNDLE_NOT_CONVERTIBLE') return { place, bundle };
    throw error;
  }
}

/** The attestations of a provenance, each with the publisher that the index names for it. */
export function attestationsIn({ attestation_bundles }: Provenance, place: string): readonly GivenAttestation[] {
  return attestation_bundles.flatMap(({ publisher, attestations }) => attestations.map((attestation) => ({ attestation, place, claimedPublisher: publisher })));
}
