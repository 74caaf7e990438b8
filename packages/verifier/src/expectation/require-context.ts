import { isCodedError, type Publisher, type PublisherKind } from '@ropewalk/core';
import { kindOf } from '../kinds.ts';
import type { VerificationContext } from '../verification-input.ts';
import { isAnyPublisher, isCertificateExpectation, publishersOf } from './expectation.ts';
import type { ExpectedClaims } from './expected-claims.ts';

/** Every claim that can be expected; the compiler sees to it that none is missing. */
const claimNames: Readonly<Record<keyof ExpectedClaims, true>> = {
  ref: true,
  commit: true,
  ownerId: true,
  repositoryId: true,
  trigger: true,
  runner: true,
  signerWorkflow: true,
  environment: true,
  predicateType: true,
};

/**
 * Refuses what would widen an expectation in silence: a misspelled member would be ignored, and one that is `undefined`,
 * as from a variable that is not set, would not be asked for.
 *
 * @throws `TypeError`
 */
export function requireContext(context: VerificationContext): void {
  for (const name of ['distribution', 'publisher', 'kinds', 'trustedRoot'] as const) {
    if (!isThere(context[name])) throw new TypeError(`\`${name}\` is required for a verification.`);
  }
  if (!Array.isArray(context.kinds)) throw new TypeError('`kinds` must be a list, such as publisherKinds of @ropewalk/oidc/publisher.');
  if (context.claims !== undefined) requireMembers('claims', context.claims, Object.keys(claimNames));
  requireExpectation(context);
}

function requireExpectation({ publisher, kinds }: VerificationContext): void {
  if (typeof publisher !== 'object') throw new TypeError('`publisher` must be an object: parsePublisher of @ropewalk/oidc/publisher makes one of a text.');
  if (isAnyPublisher(publisher)) return;
  if (isCertificateExpectation(publisher)) {
    requireMembers('publisher', { ...publisher, certificateIssuer: publisher.certificateIssuer }, ['certificateIdentity', 'certificateIssuer']);
    return;
  }
  for (const expected of publishersOf(publisher)) requirePublisher(expected, kinds);
}

function requirePublisher(publisher: Publisher, kinds: readonly PublisherKind[]): void {
  const kind = kindOf(publisher, kinds);
  // Of an unknown kind, or not well-formed: never verified, and the report says so.
  const known = kind === undefined ? undefined : membersKnown(publisher, kind);
  if (known !== undefined) requireMembers('publisher', publisher, known);
}

/** The members of a publisher that its kind reads. What the index writes as `null` is not asked for, whatever it is. */
function membersKnown(publisher: Publisher, kind: PublisherKind): readonly string[] | undefined {
  try {
    const absent = Object.entries(publisher).filter(([, value]) => value === null);
    return [...Object.keys(kind.parse(publisher)), ...absent.map(([name]) => name)];
  } catch (error) {
    if (isCodedError(error)) return undefined;
    throw error;
  }
}

function requireMembers(what: string, object: object, known: readonly string[]): void {
  for (const [name, value] of Object.entries(object)) {
    if (value === undefined) throw new TypeError(`\`${what}.${name}\` is undefined: leave it out, or say what is expected.`);
    if (!known.includes(name)) throw new TypeError(`\`${what}\` has a member that is empty or that nobody knows: \`${name}\`.`);
  }
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}
