import { decodeBase64, isJsonObject, type JsonObject, type JsonValue } from '@ropewalk/encoding';
import { attestationFrom, type Attestation } from './attestation.ts';
import { bundleCertificate } from './bundle-certificate.ts';
import { completeEntry } from './bundle-entry.ts';
import { notABundle, notConvertible } from './bundle-errors.ts';
import { IN_TOTO_PAYLOAD_TYPE } from './constants.ts';
import { malformed } from './parse-document.ts';

/** A Sigstore bundle, version 0.3, as JSON. */
export interface SigstoreBundle extends JsonObject {
  readonly mediaType: string;
  readonly verificationMaterial: JsonObject;
  readonly dsseEnvelope: JsonObject;
}

const bundleMediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const readableMediaTypes = new Set([
  bundleMediaType,
  'application/vnd.dev.sigstore.bundle+json;version=0.1',
  'application/vnd.dev.sigstore.bundle+json;version=0.2',
  'application/vnd.dev.sigstore.bundle+json;version=0.3',
]);

/**
 * Turns an attestation into the Sigstore bundle it came from. Every transparency log entry goes along.
 *
 * The draft member `verification_material.timestamps` (base64 of RFC 3161 responses) goes along too.
 *
 * @throws {@link AttestationError} `ATTESTATION_MALFORMED` when `timestamps` is not a list of texts.
 */
export function attestationToBundle(attestation: Attestation): SigstoreBundle {
  const { certificate, transparency_entries, timestamps } = attestation.verification_material;
  return {
    mediaType: bundleMediaType,
    verificationMaterial: {
      certificate: { rawBytes: certificate },
      tlogEntries: transparency_entries,
      timestampVerificationData: { rfc3161Timestamps: draftTimestamps(timestamps) },
    },
    dsseEnvelope: {
      payload: attestation.envelope.statement,
      payloadType: IN_TOTO_PAYLOAD_TYPE,
      signatures: [{ sig: attestation.envelope.signature, keyid: '' }],
    },
  };
}

/**
 * Turns a Sigstore bundle (0.1 to 0.3) into an attestation. Nothing is verified here.
 *
 * @throws {@link AttestationError} `BUNDLE_MALFORMED` when it is no bundle; `BUNDLE_NOT_CONVERTIBLE` when PEP 740 has no
 *   place for what it holds: a bare message signature, another payload type, a public key instead of a certificate,
 *   several signatures, no log entry, or one that is not Rekor v1's `dsse` 0.0.1 with its promise.
 */
export function bundleToAttestation(bundle: unknown): Attestation {
  if (!isJsonObject(bundle)) throw notABundle('it is not a JSON object');
  const { mediaType, verificationMaterial, dsseEnvelope } = bundle;
  if (typeof mediaType !== 'string' || !readableMediaTypes.has(mediaType)) throw notABundle('its media type is unknown');
  if (!isJsonObject(verificationMaterial)) throw notABundle('it has no `verificationMaterial`');
  if ('messageSignature' in bundle) throw notConvertible('it signs bytes directly, not a statement in a DSSE envelope');
  if (!isJsonObject(dsseEnvelope)) throw notABundle('it has no `dsseEnvelope`');
  const timestamps = timestampsOf(verificationMaterial['timestampVerificationData']);
  return attestationFrom({
    version: 1,
    verification_material: {
      certificate: oneSpelling(bundleCertificate(verificationMaterial), 'certificate'),
      transparency_entries: entriesOf(verificationMaterial['tlogEntries']),
      ...(timestamps.length === 0 ? {} : { timestamps }),
    },
    envelope: envelopeOf(dsseEnvelope),
  });
}

function envelopeOf(envelope: JsonObject): JsonObject {
  const { payload, payloadType, signatures } = envelope;
  if (payloadType !== IN_TOTO_PAYLOAD_TYPE) throw notConvertible(`its payload type is not ${IN_TOTO_PAYLOAD_TYPE}`);
  if (!Array.isArray(signatures)) throw notABundle('its envelope has no list `signatures`');
  if (signatures.length !== 1) throw notConvertible(`its envelope has ${signatures.length} signatures, not exactly one`);
  const [only] = signatures as readonly JsonValue[];
  if (!isJsonObject(only)) throw notABundle('its signature is not an object');
  return { statement: oneSpelling(payload, 'payload'), signature: oneSpelling(only['sig'], 'signature') };
}

function entriesOf(value: JsonValue | undefined): readonly JsonObject[] {
  if (!Array.isArray(value) || value.length === 0) throw notConvertible('it has no transparency log entry');
  return (value as readonly JsonValue[]).map(completeEntry);
}

function timestampsOf(value: JsonValue | undefined): readonly string[] {
  const list = isJsonObject(value) ? value['rfc3161Timestamps'] : undefined;
  if (!Array.isArray(list)) return [];
  return (list as readonly JsonValue[]).map((item) => oneSpelling(isJsonObject(item) ? item['signedTimestamp'] : item, 'timestamp'));
}

function draftTimestamps(value: JsonValue | undefined): readonly JsonObject[] {
  if (value === undefined || value === null) return [];
  const list: readonly JsonValue[] = Array.isArray(value) ? value : [value];
  return list.map((signedTimestamp) => {
    if (typeof signedTimestamp !== 'string') throw malformed('ATTESTATION', 'has `timestamps` that are no list of texts');
    return { signedTimestamp };
  });
}

/** Base64 as attestations carry it: without the line breaks some bundles have. */
function oneSpelling(value: JsonValue | undefined, what: string): string {
  if (typeof value !== 'string' || value === '') throw notABundle(`its ${what} is missing`);
  try {
    return decodeBase64(value).toString('base64');
  } catch {
    throw notABundle(`its ${what} is not base64`);
  }
}
