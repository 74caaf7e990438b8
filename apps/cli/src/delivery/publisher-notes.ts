import type { Publisher } from '@ropewalk/core';
import type { PublishEvent } from '@ropewalk/publish';

/**
 * Says, for every index, where a publisher that was given cannot be compared with who uploads: a token or password names
 * nobody.
 *
 * @returns A function that sees every event and answers with what there is to say, before anything is sent.
 */
export function publisherNotes(expectedPublishers: readonly Publisher[]): (event: PublishEvent) => string | undefined {
  let namesNobody = false;
  return (event) => {
    if (expectedPublishers.length === 0) return undefined;
    switch (event.type) {
      case 'credential-found':
        namesNobody = event.credential?.kind !== 'minted';
        return undefined;
      case 'attestations-off': {
        const isSaid = namesNobody;
        namesNobody = false;
        return isSaid ? `nothing at ${event.repositoryUrl.host} is compared with the publisher given: a token or password names nobody, and no attestations go there` : undefined;
      }
      case 'existing-found':
      case 'existing-unknown': {
        const isSaid = namesNobody;
        namesNobody = false;
        return isSaid ? `the publisher given is compared with attestations only, not with who uploads to ${event.repositoryUrl.host}: a token or password names nobody` : undefined;
      }
      default:
        return undefined;
    }
  };
}
