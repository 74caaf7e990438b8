import { isCodedError } from '@ropewalk/core';
import { decodeBase64, isJsonObject, type JsonObject } from '@ropewalk/encoding';
import { parseStatement, statementBytes } from '@ropewalk/pep740';
import { signsFile } from '@ropewalk/verifier';
import type { GivenEvidence } from './evidence-source.ts';

/** The type of the statement's predicate; `undefined` when there is none or it cannot be read. Nothing is verified. */
export function predicateTypeOf(given: GivenEvidence): string | undefined {
  try {
    const bytes = 'attestation' in given ? statementBytes(given.attestation) : payloadIn(given.bundle);
    return bytes === undefined ? undefined : parseStatement(bytes).predicateType;
  } catch (error) {
    if (isCodedError(error)) return undefined;
    throw error;
  }
}

/** What tells a signature from another, however it is spelled; of evidence that verified. */
export function signatureOf(given: GivenEvidence): string {
  const text = 'attestation' in given ? given.attestation.envelope.signature : signatureIn(given.bundle);
  return decodeBase64(text).toString('hex');
}

/** Whether the evidence can be verified with the bytes of the file only. */
export function needsBytes(given: GivenEvidence): boolean {
  return 'bundle' in given && signsFile(given.bundle);
}

function payloadIn(bundle: JsonObject): Uint8Array | undefined {
  const envelope = bundle['dsseEnvelope'];
  const payload = isJsonObject(envelope) ? envelope['payload'] : undefined;
  return typeof payload === 'string' ? decodeBase64(payload) : undefined;
}

function signatureIn({ messageSignature, dsseEnvelope }: JsonObject): string {
  const message = isJsonObject(messageSignature) ? messageSignature['signature'] : undefined;
  if (typeof message === 'string') return message;
  const signatures = isJsonObject(dsseEnvelope) ? dsseEnvelope['signatures'] : undefined;
  const [first] = Array.isArray(signatures) ? signatures : [];
  const signature = isJsonObject(first) ? first['sig'] : undefined;
  return typeof signature === 'string' ? signature : '';
}
