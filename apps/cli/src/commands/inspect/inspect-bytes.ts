import { isCodedError } from '@ropewalk/core';
import { isJsonObject, parseJson, type JsonObject } from '@ropewalk/encoding';
import { AttestationError, attestationFrom, parseProvenance, parseStatement } from '@ropewalk/pep740';
import { certificateFacts } from '../../evidence/certificate-facts.ts';
import { readBundleObjects } from '../../evidence/parse-bundles.ts';
import type { Inspected } from './inspected.ts';
import { signedAttestation, signedBundle } from './signed.ts';

const pem = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * Finds out what some bytes are and reads them. Nothing is verified.
 *
 * @throws `AttestationError` when they are nothing of the kind, or something broken.
 */
export function inspectBytes(bytes: Uint8Array): readonly Inspected[] {
  // DER begins with a SEQUENCE; no text begins with "0" and a byte above 0x7f.
  if (bytes[0] === 0x30 && (bytes[1] ?? 0) > 0x7f) return [{ type: 'certificate', certificate: certificateFacts(bytes) }];
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const certificates = text.match(pem);
  if (certificates !== null && !text.trimStart().startsWith('{')) {
    return certificates.map((certificate) => ({ type: 'certificate', certificate: certificateFacts(Buffer.from(certificate)) }));
  }
  const json = singleDocument(bytes);
  if (json === undefined || isListOfBundles(json)) return readBundleObjects(bytes).map(inspectBundle);
  if ('attestation_bundles' in json) return [inspectProvenance(bytes)];
  if ('verification_material' in json) return [{ type: 'attestation', signed: signedAttestation(attestationFrom(json)) }];
  if ('_type' in json) return [{ type: 'statement', statement: parseStatement(bytes) }];
  if ('verificationMaterial' in json) return [inspectBundle(json)];
  throw unknown();
}

/** A file's one JSON object; `undefined` when it holds several, or none. */
function singleDocument(bytes: Uint8Array): JsonObject | undefined {
  try {
    const json = parseJson(bytes, { maxBytes: 16 * 1024 * 1024 });
    if (isJsonObject(json)) return json;
  } catch (error) {
    if (!isCodedError(error)) throw error;
    if (error.code === 'JSON_MALFORMED' && bytes.includes(0x0a)) return undefined;
    throw new AttestationError({ code: 'ATTESTATION_NOT_JSON', message: error.message, remedy: kinds, cause: error });
  }
  throw unknown();
}

function isListOfBundles(json: JsonObject): boolean {
  return Array.isArray(json['attestations']) && !('attestation_bundles' in json);
}

function inspectBundle(bundle: JsonObject): Inspected {
  const mediaType = bundle['mediaType'];
  if (typeof mediaType !== 'string' || !isJsonObject(bundle['verificationMaterial'])) throw unknown();
  return { type: 'bundle', mediaType, signed: signedBundle(bundle) };
}

function inspectProvenance(bytes: Uint8Array): Inspected {
  const { attestation_bundles } = parseProvenance(bytes);
  return { type: 'provenance', bundles: attestation_bundles.map(({ publisher, attestations }) => ({ publisher, attestations: attestations.map(signedAttestation) })) };
}

const kinds = 'Give an attestation, a provenance, a Sigstore bundle, a statement or a certificate.';

function unknown(): AttestationError {
  return new AttestationError({ code: 'ATTESTATION_MALFORMED', message: 'It is nothing that attests: no known members.', remedy: kinds });
}
