import { parseAttestation, parseProvenance, type Provenance } from '@ropewalk/pep740';
import { readBounded } from '../../../read-bounded.ts';
import type { EvidenceSource, GivenAttestation } from './evidence-source.ts';
import { parseBundles } from '../../../evidence/parse-bundles.ts';

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
    read: async () => parseBundles(await readBounded(place, maxBytes)).map((attestation) => ({ place, attestation })),
  };
}

/** The attestations of a provenance, each with the publisher that the index names for it. */
export function attestationsIn({ attestation_bundles }: Provenance, place: string): readonly GivenAttestation[] {
  return attestation_bundles.flatMap(({ publisher, attestations }) => attestations.map((attestation) => ({ attestation, place, claimedPublisher: publisher })));
}
