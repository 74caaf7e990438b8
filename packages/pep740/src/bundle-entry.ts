import { isJsonObject, type JsonObject, type JsonValue } from '@ropewalk/encoding';
import { notABundle, notConvertible } from './bundle-errors.ts';

/**
 * A bundle's log entry as an attestation carries it. Protobuf JSON may leave zeros and empty lists out (the first entry
 * of a log has both); PyPI's parser wants them written.
 */
export function completeEntry(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) throw notABundle('its transparency log entry is not an object');
  const { kindVersion, inclusionPromise, inclusionProof } = value;
  if (!isJsonObject(kindVersion) || kindVersion['kind'] !== 'dsse' || kindVersion['version'] !== '0.0.1') {
    throw notConvertible('its log entry is not of kind dsse 0.0.1 (Rekor v1), the only one PyPI accepts');
  }
  if (!isJsonObject(inclusionPromise)) throw notConvertible('its log entry has no inclusion promise, so no signed time');
  if (!isJsonObject(inclusionProof)) throw notConvertible('its log entry has no inclusion proof');
  return {
    logIndex: '0',
    ...value,
    inclusionProof: { logIndex: '0', hashes: [], ...inclusionProof },
  };
}
