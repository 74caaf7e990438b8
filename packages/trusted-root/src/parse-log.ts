import { createPublicKey, type KeyObject } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from '@ropewalk/encoding';
import { bytesOf, incomplete, listOf, validityOf } from './incomplete.ts';
import type { TrustedLog } from './trusted-root.ts';

/** The two names under which a key is PKCS #1 instead of SubjectPublicKeyInfo (and the numbers they stand for). */
const pkcs1Details = new Set<JsonValue>(['PKCS1_RSA_PKCS1V5', 'PKCS1_RSA_PSS', 1, 2]);
/** RSA keys are labelled inconsistently in published roots, so the other form is tried too. */
const forms = (details: JsonValue | undefined): readonly ('pkcs1' | 'spki')[] =>
  pkcs1Details.has(details ?? '') ? ['pkcs1', 'spki'] : ['spki', 'pkcs1'];

/** Reads the transparency logs (`tlogs`) or certificate transparency logs (`ctlogs`) of a trusted root. */
export function logsFrom(value: JsonValue | undefined, name: string): readonly TrustedLog[] {
  return listOf(value, name).map((item, index) => logFrom(item, `${name}[${index}]`));
}

function logFrom(value: JsonValue, path: string): TrustedLog {
  if (!isJsonObject(value)) throw incomplete(`${path} is not an object`);
  const { baseUrl, publicKey, checkpointKeyId, logId } = value;
  if (typeof baseUrl !== 'string' || baseUrl === '') throw incomplete(`${path}.baseUrl is missing`);
  if (!isJsonObject(publicKey)) throw incomplete(`${path}.publicKey is missing`);
  return {
    baseUrl,
    logId: isJsonObject(checkpointKeyId)
      ? bytesOf(checkpointKeyId, 'keyId', `${path}.checkpointKeyId`)
      : bytesOf(logId, 'keyId', `${path}.logId`),
    publicKey: keyFrom(publicKey, path),
    validFor: validityOf(publicKey['validFor'], `${path}.publicKey`),
  };
}

function keyFrom(publicKey: JsonObject, path: string): KeyObject {
  const key = Buffer.from(bytesOf(publicKey, 'rawBytes', `${path}.publicKey`));
  let failure: unknown;
  for (const type of forms(publicKey['keyDetails'])) {
    try {
      return createPublicKey({ key, format: 'der', type });
    } catch (error) {
      failure ??= error;
    }
  }
  throw incomplete(`${path}.publicKey cannot be read`, failure);
}
