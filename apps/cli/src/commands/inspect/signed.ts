import { isCodedError } from '@ropewalk/core';
import { decodeBase64, isJsonObject, type JsonObject, type JsonValue } from '@ropewalk/encoding';
import { IN_TOTO_PAYLOAD_TYPE, parseStatement, statementBytes, type Attestation } from '@ropewalk/pep740';
import { certificateFacts, type CertificateFacts } from '../../evidence/certificate-facts.ts';
import type { LogEntryFacts, Signed } from './inspected.ts';

/** Reads an attestation's parts. */
export function signedAttestation({ version: _version, verification_material, envelope, ...otherMembers }: Attestation): Signed {
  const { certificate, transparency_entries, timestamps } = verification_material;
  return {
    ...statementOf(statementBytes({ version: 1, verification_material, envelope })),
    ...certificateOf(certificate),
    logEntries: transparency_entries.map(logEntryFacts),
    timestamps: Array.isArray(timestamps) ? timestamps.length : 0,
    ...(Object.keys(otherMembers).length === 0 ? {} : { otherMembers }),
  };
}

/** Reads the parts of a Sigstore bundle of any kind. */
export function signedBundle(bundle: JsonObject): Signed {
  const material = objectIn(bundle, 'verificationMaterial');
  const chain = listIn(objectIn(material, 'x509CertificateChain'), 'certificates');
  const certificate = objectIn(material, 'certificate')['rawBytes'] ?? (isJsonObject(chain[0]) ? chain[0]['rawBytes'] : undefined);
  return {
    ...contentOf(bundle),
    ...certificateOf(certificate),
    logEntries: listIn(material, 'tlogEntries').map(logEntryFacts),
    timestamps: listIn(objectIn(material, 'timestampVerificationData'), 'rfc3161Timestamps').length,
  };
}

function contentOf(bundle: JsonObject): Pick<Signed, 'statement' | 'problem'> {
  if (!isJsonObject(bundle['dsseEnvelope'])) return { problem: 'a file is signed directly, no statement' };
  const { payload, payloadType } = bundle['dsseEnvelope'];
  if (payloadType !== IN_TOTO_PAYLOAD_TYPE) return { problem: `the payload is of type ${String(payloadType)}` };
  const bytes = bytesOf(payload);
  return bytes === undefined ? { problem: 'the payload is not base64' } : statementOf(bytes);
}

function statementOf(bytes: Uint8Array): Pick<Signed, 'statement' | 'problem'> {
  try {
    return { statement: parseStatement(bytes) };
  } catch (error) {
    if (!isCodedError(error)) throw error;
    return { problem: error.message };
  }
}

function certificateOf(base64: JsonValue | undefined): { readonly certificate?: CertificateFacts } {
  const der = bytesOf(base64);
  return der === undefined ? {} : { certificate: certificateFacts(der) };
}

function logEntryFacts(entry: JsonValue): LogEntryFacts {
  if (!isJsonObject(entry)) return { logIndex: '?', hasPromise: false, hasProof: false };
  const { kind, version } = objectIn(entry, 'kindVersion');
  const { keyId } = objectIn(entry, 'logId');
  const seconds = Number(entry['integratedTime'] ?? 0);
  return {
    logIndex: String(entry['logIndex'] ?? '0'),
    ...(typeof keyId === 'string' ? { logId: keyId } : {}),
    ...(typeof kind === 'string' ? { kind } : {}),
    ...(typeof version === 'string' ? { version } : {}),
    ...(seconds > 0 && seconds < 1e11 ? { integratedTime: new Date(seconds * 1000) } : {}),
    hasPromise: isJsonObject(entry['inclusionPromise']),
    hasProof: isJsonObject(entry['inclusionProof']),
  };
}

function objectIn(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return isJsonObject(value) ? value : {};
}

function listIn(object: JsonObject, name: string): readonly JsonValue[] {
  const value = object[name];
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function bytesOf(value: JsonValue | undefined): Uint8Array | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return decodeBase64(value);
  } catch {
    return undefined;
  }
}
