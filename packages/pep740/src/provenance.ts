import { isJsonObject, type JsonObject, type JsonValue } from '@ropewalk/encoding';
import { attestationFrom, MAX_ATTESTATION_BYTES, type Attestation } from './attestation.ts';
import { malformed, parseDocument, refusal } from './parse-document.ts';

/**
 * The provenance object an index serves for one file. Keys this package does not know survive parsing and writing.
 *
 * @see https://peps.python.org/pep-0740/#provenance-objects
 */
export interface Provenance extends JsonObject {
  readonly version: 1;
  /** May be empty: the file then has no attestation. */
  readonly attestation_bundles: readonly AttestationBundle[];
}

/** The attestations of one publisher. */
export interface AttestationBundle extends JsonObject {
  /** Who published, as the index claims. Kinds this package has never heard of parse like any other. */
  readonly publisher: ProvenancePublisher;
  readonly attestations: readonly Attestation[];
}

/** A publisher as an index writes it, e.g. `{ "kind": "GitHub", "repository": "…", "workflow": "…" }`. */
export interface ProvenancePublisher extends JsonObject {
  readonly kind: string;
}

const maxBytes = 8 * MAX_ATTESTATION_BYTES;
const maxBundles = 32;
const maxAttestations = 32;

/**
 * Reads a provenance object.
 *
 * @throws {@link AttestationError} `PROVENANCE_*` for the object itself, `ATTESTATION_*` for an attestation in it.
 */
export function parseProvenance(input: string | Uint8Array): Provenance {
  const json = parseDocument('PROVENANCE', input, { maxBytes, plainNumbers: true });
  if (!isJsonObject(json)) throw malformed('PROVENANCE', 'is not a JSON object');
  if (json['version'] !== 1) throw refusal('PROVENANCE', 'PROVENANCE_VERSION_UNKNOWN', 'is not of version 1');
  const bundles = list(json['attestation_bundles'], 'attestation_bundles', maxBundles);
  return { ...json, version: 1, attestation_bundles: bundles.map(bundleFrom) };
}

/** Writes a provenance object: compact JSON, no line break at the end. */
export function serializeProvenance(provenance: Provenance): string {
  return JSON.stringify(provenance);
}

function bundleFrom(json: JsonValue): AttestationBundle {
  if (!isJsonObject(json)) throw malformed('PROVENANCE', 'has a bundle that is not an object');
  const publisher = json['publisher'];
  if (!isJsonObject(publisher)) throw malformed('PROVENANCE', 'has a bundle without a `publisher` object');
  const kind = publisher['kind'];
  if (typeof kind !== 'string' || kind === '') throw malformed('PROVENANCE', 'has a publisher without a `kind`');
  const attestations = list(json['attestations'], 'attestations', maxAttestations);
  return { ...json, publisher: { ...publisher, kind }, attestations: attestations.map(attestationFrom) };
}

function list(value: JsonValue | undefined, name: string, atMost: number): readonly JsonValue[] {
  if (!Array.isArray(value)) throw malformed('PROVENANCE', `has no list \`${name}\``);
  if (value.length > atMost) throw malformed('PROVENANCE', `has more than ${atMost} \`${name}\``);
  return value;
}
