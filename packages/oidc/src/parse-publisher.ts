import { PublisherError, type Publisher, type PublisherKind } from '@ropewalk/core';
import { publisherKinds } from './publisher-kinds.ts';

/**
 * Reads a publisher of any kind: `github:OWNER/REPO`, `gitlab:GROUP/…/PROJECT`, `google:EMAIL`, or the publisher object of
 * a provenance.
 *
 * @param kinds - Default {@link publisherKinds}.
 * @throws {@link PublisherError} `PUBLISHER_KIND_UNKNOWN` when no kind knows it, `PUBLISHER_MALFORMED` when its kind does, but
 *   cannot read it.
 */
export function parsePublisher(input: unknown, kinds: readonly PublisherKind[] = publisherKinds): Publisher {
  const kind = kinds.find((candidate) => isOfKind(input, candidate));
  if (kind !== undefined) return kind.parse(input);
  throw new PublisherError({
    code: 'PUBLISHER_KIND_UNKNOWN',
    message: `${described(input)} names no kind of publisher that is known here.`,
    remedy: `Begin it with one of ${kinds.map(({ prefix }) => `${prefix}:`).join(', ')}, as in github:OWNER/REPO.`,
  });
}

/**
 * Writes a publisher as a flag holds it: `github:OWNER/REPO`.
 *
 * @param kinds - Default {@link publisherKinds}.
 * @throws {@link PublisherError} `PUBLISHER_KIND_UNKNOWN`
 */
export function formatPublisher(publisher: Publisher, kinds: readonly PublisherKind[] = publisherKinds): string {
  const kind = kinds.find((candidate) => candidate.kind === publisher.kind);
  if (kind !== undefined) return kind.format(publisher);
  throw new PublisherError({
    code: 'PUBLISHER_KIND_UNKNOWN',
    message: `The publisher kind ${described(publisher.kind)} is not known here.`,
    remedy: `Use one of ${kinds.map((candidate) => candidate.kind).join(', ')}.`,
  });
}

function isOfKind(input: unknown, { kind, prefix }: PublisherKind): boolean {
  if (typeof input === 'string') return input.startsWith(`${prefix}:`);
  return typeof input === 'object' && input !== null && 'kind' in input && input.kind === kind;
}

function described(input: unknown): string {
  if (typeof input === 'string') return JSON.stringify(input.slice(0, 120).replaceAll(/\p{C}/gu, '\u{FFFD}'));
  if (typeof input === 'object' && input !== null && 'kind' in input) return `A publisher of kind ${described(input.kind)}`;
  return 'This value';
}
