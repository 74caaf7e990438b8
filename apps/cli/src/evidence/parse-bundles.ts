import { isCodedError } from '@ropewalk/core';
import { decodeUtf8, isJsonObject, parseJson, type JsonObject, type JsonValue } from '@ropewalk/encoding';
import { AttestationError, bundleToAttestation, type Attestation } from '@ropewalk/pep740';

const limits = { maxBytes: 16 * 1024 * 1024 };
const maxBundles = 64;

/**
 * Reads Sigstore bundles as attestations: one bundle, several one a line (`.jsonl`), or GitHub's list
 * `{ "attestations": [{ "bundle": … }] }`.
 *
 * @throws `AttestationError` `BUNDLE_MALFORMED`, `BUNDLE_NOT_CONVERTIBLE`
 */
export function parseBundles(bytes: Uint8Array): readonly Attestation[] {
  return readBundleObjects(bytes).map(bundleToAttestation);
}

/** As {@link parseBundles}, but the bundles as they are. */
export function readBundleObjects(bytes: Uint8Array): readonly JsonObject[] {
  const found = documentsIn(bytes).flatMap(bundlesOf);
  if (found.length > maxBundles) throw malformed(`it holds more than ${maxBundles} bundles`);
  return found;
}

function bundlesOf(document: JsonValue): readonly JsonObject[] {
  if (!isJsonObject(document)) throw malformed('it is not a JSON object');
  const list = document['attestations'];
  if (!Array.isArray(list)) return [document];
  return (list as readonly JsonValue[]).map((item) => {
    const bundle = isJsonObject(item) ? item['bundle'] : undefined;
    if (!isJsonObject(bundle)) throw malformed('an entry of `attestations` has no `bundle`');
    return bundle;
  });
}

/** The JSON documents of a file: one, or one a line. */
function documentsIn(bytes: Uint8Array): readonly JsonValue[] {
  try {
    return [parseJson(bytes, limits)];
  } catch (error) {
    if (!isCodedError(error)) throw error;
    const lines = error.code === 'JSON_TOO_LARGE' ? [] : linesOf(bytes);
    if (lines.length < 2) throw malformed(error.message, error);
    return lines.map((line) => parseLine(line));
  }
}

function parseLine(line: string): JsonValue {
  try {
    return parseJson(line, limits);
  } catch (error) {
    if (!isCodedError(error)) throw error;
    throw malformed(error.message, error);
  }
}

function linesOf(bytes: Uint8Array): readonly string[] {
  try {
    return decodeUtf8(bytes).split('\n').filter((line) => line.trim() !== '');
  } catch {
    return [];
  }
}

function malformed(reason: string, cause?: unknown): AttestationError {
  return new AttestationError({
    code: 'BUNDLE_MALFORMED',
    message: `This is no Sigstore bundle: ${reason.replace(/\.$/, '')}.`,
    remedy: 'Give a Sigstore bundle of version 0.1, 0.2 or 0.3, or several, one a line.',
    ...(cause === undefined ? {} : { cause }),
  });
}
