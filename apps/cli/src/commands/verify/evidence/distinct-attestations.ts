import { isJsonObject, type JsonValue } from '@ropewalk/encoding';
import type { GivenAttestation } from './evidence-source.ts';

/** Leaves out what is there twice, such as an attestation that also is in the provenance: that one, with its publisher, stays. */
export function distinctAttestations(given: readonly GivenAttestation[]): readonly GivenAttestation[] {
  if (given.length < 2) return given;
  const kept = new Map<string, GivenAttestation>();
  for (const item of given) {
    const text = sortedText(item.attestation);
    const earlier = kept.get(text);
    if (earlier === undefined) kept.set(text, item);
    else if (earlier.claimedPublisher === undefined && item.claimedPublisher !== undefined) kept.set(text, item);
    // The same attestation under two publishers is two claims of the index; both must hold.
    else if (item.claimedPublisher !== undefined) kept.set(`${text}${sortedText(item.claimedPublisher)}`, item);
  }
  return [...kept.values()];
}

/** JSON in which the order of keys makes no difference. */
function sortedText(value: JsonValue): string {
  return JSON.stringify(value, (_, member: JsonValue) => (isJsonObject(member) ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1))) : member));
}
