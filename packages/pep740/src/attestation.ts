import { decodeBase64, isJsonObject, type JsonObject, type JsonValue } from '@ropewalk/encoding';
import { malformed, parseDocument, refusal } from './parse-document.ts';

/**
 * An attestation object, in the form it travels in. Keys this package does not know survive parsing and writing.
 *
 * @see https://peps.python.org/pep-0740/#attestation-objects
 */
export interface Attestation extends JsonObject {
  readonly version: 1;
  readonly verification_material: VerificationMaterial;
  readonly envelope: Envelope;
}

/** What is needed, beside the envelope, to verify it. */
export interface VerificationMaterial extends JsonObject {
  /** Base64 of the signing certificate, DER. */
  readonly certificate: string;
  /** Entries of the transparency log, as protobuf JSON: camelCase, 64-bit integers as strings. At least one. */
  readonly transparency_entries: readonly JsonObject[];
}

/** The statement and its signature. */
export interface Envelope extends JsonObject {
  /** Base64 of the exact bytes that were signed. */
  readonly statement: string;
  /** Base64 of the DSSE signature, DER. */
  readonly signature: string;
}

/** The largest attestation read, in bytes. Real ones have 5 to 10 KB. */
export const MAX_ATTESTATION_BYTES = 1_048_576;
const maxEntries = 8;

/**
 * Reads an attestation file, e.g. `NAME.publish.attestation`.
 *
 * @throws {@link AttestationError} `ATTESTATION_NOT_JSON`, `ATTESTATION_TOO_LARGE`, `ATTESTATION_AMBIGUOUS`,
 *   `ATTESTATION_MALFORMED`, `ATTESTATION_VERSION_UNKNOWN`
 */
export function parseAttestation(input: string | Uint8Array): Attestation {
  return attestationFrom(parseDocument('ATTESTATION', input, { maxBytes: MAX_ATTESTATION_BYTES, plainNumbers: true }));
}

/** As {@link parseAttestation}, of JSON that is parsed already (by {@link parseProvenance}, for one). */
export function attestationFrom(json: unknown): Attestation {
  if (!isJsonObject(json)) throw malformed('ATTESTATION', 'is not a JSON object');
  if (json['version'] !== 1) {
    throw refusal('ATTESTATION', 'ATTESTATION_VERSION_UNKNOWN', 'is not of version 1');
  }
  const material = json['verification_material'];
  const envelope = json['envelope'];
  if (!isJsonObject(material)) throw malformed('ATTESTATION', 'has no `verification_material` object');
  if (!isJsonObject(envelope)) throw malformed('ATTESTATION', 'has no `envelope` object');
  return {
    ...json,
    version: 1,
    verification_material: {
      ...material,
      certificate: base64(material['certificate'], 'verification_material.certificate'),
      transparency_entries: entries(material['transparency_entries']),
    },
    envelope: {
      ...envelope,
      statement: base64(envelope['statement'], 'envelope.statement'),
      signature: base64(envelope['signature'], 'envelope.signature'),
    },
  };
}

/** Writes an attestation as PyPI's own tools do: compact JSON, no line break at the end. */
export function serializeAttestation(attestation: Attestation): string {
  return JSON.stringify(attestation);
}

/** The exact bytes that were signed. Never parse and write them again: they would be other bytes. */
export function statementBytes(attestation: Attestation): Uint8Array {
  return decodeBase64(attestation.envelope.statement);
}

function base64(value: JsonValue | undefined, path: string): string {
  if (typeof value !== 'string' || value === '') throw malformed('ATTESTATION', `has no text in \`${path}\``);
  try {
    decodeBase64(value);
  } catch (cause) {
    throw malformed('ATTESTATION', `has something else than base64 in \`${path}\``, cause);
  }
  return value;
}

function entries(value: JsonValue | undefined): readonly JsonObject[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw malformed('ATTESTATION', 'has no entries in `verification_material.transparency_entries`');
  }
  if (value.length > maxEntries) throw malformed('ATTESTATION', `has more than ${maxEntries} transparency log entries`);
  if (!value.every(isJsonObject)) throw malformed('ATTESTATION', 'has a transparency log entry that is not an object');
  return value;
}
