import { isJsonObject, type JsonValue } from '@ropewalk/encoding';
import type { ProvenancePublisher } from '@ropewalk/pep740';
import type { GivenEvidence } from './evidence-source.ts';

/** Leaves out what is there twice, such as an attestation that also is in the provenance: that one, with its publisher, stays. */
export function distinctAttestations(given: readonly GivenEvidence[]): readonly GivenEvidence[] {
  if (given.length < 2) return given;
  const kept = new Map<string, GivenEvidence>();
  for (const item of given) {
    const text = sortedText('bundle' in item ? item.bundle : item.attestation);
    const [earlier, claimed] = [kept.get(text), claimOf(item)];
    if (earlier === undefined) kept.set(text, item);
    else if (claimOf(earlier) === undefined && claimed !== undefined) kept.set(text, item);
    // The same attestation under two publishers is two claims of the index; both must hold.
    else if (claimed !== undefined) kept.set(`${text}${sortedText(claimed)}`, item);
  }
  return [...kept.values()];
}

function claimOf(given: GivenEvidence): ProvenancePublisher | undefined {
  return 'bundle' in given ? undefined : given.claimedPublisher;
}

/** JSON in which the order of keys makes no difference. */
function sortedText(value: JsonValue): string {
  return JSON.stringify(value, (_, member: JsonValue) => (isJsonObject(member) ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1))) : member));
}
