import { existsSync } from 'node:fs';
import { parseAttestation, parseProvenance, type Attestation, type ProvenancePublisher } from '@ropewalk/pep740';
import { readBounded } from '../../read-bounded.ts';
import { requireFile } from '../../require-files.ts';
import { textOption } from '../../text-option.ts';

/** An attestation to verify, and the publisher that came with it. */
export interface GivenAttestation {
  readonly attestation: Attestation;
  /** The index's claim, when the attestation came in a provenance. */
  readonly claimedPublisher?: ProvenancePublisher;
}

/** A place that holds attestations of one file. */
export interface EvidenceSource {
  /** For people: the path, or the address. */
  readonly place: string;
  read(): Promise<readonly GivenAttestation[]>;
}

/** More than any attestation or provenance has; their parsers have limits of their own. */
const maxBytes = 32 * 1024 * 1024;

/** The kinds of attestation files that publishers put beside a distribution. */
const siblings = ['.publish.attestation', '.slsa.attestation'] as const;

/** Where attestations of a file are on this machine: the files named by options, else those beside it. */
export async function localEvidence(file: string, options: Readonly<Record<string, unknown>>): Promise<readonly EvidenceSource[]> {
  const attestation = textOption(options, 'attestation');
  const provenance = textOption(options, 'provenance');
  for (const path of [attestation, provenance]) if (path !== undefined) await requireFile(path);
  if (attestation !== undefined) return [attestationFile(attestation)];
  if (provenance !== undefined) return [provenanceFile(provenance)];
  return [
    ...siblings.map((ending) => `${file}${ending}`).filter((path) => existsSync(path)).map(attestationFile),
    ...[`${file}.provenance`].filter((path) => existsSync(path)).map(provenanceFile),
  ];
}

function attestationFile(place: string): EvidenceSource {
  return { place, read: async () => [{ attestation: parseAttestation(await readBounded(place, maxBytes)) }] };
}

function provenanceFile(place: string): EvidenceSource {
  return {
    place,
    read: async () =>
      parseProvenance(await readBounded(place, maxBytes)).attestation_bundles.flatMap(({ publisher, attestations }) =>
        attestations.map((attestation) => ({ attestation, claimedPublisher: publisher })),
      ),
  };
}
