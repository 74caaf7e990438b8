import type { Publisher } from '@ropewalk/core';

const anyPublisher: unique symbol = Symbol.for('ropewalk.any-publisher');

/** "Whoever it is": see {@link anyPublisherUnsafe}. */
export interface AnyPublisher {
  readonly [anyPublisher]: true;
}

/** An exact certificate identity, for signers that are no publisher of a known kind. */
export interface CertificateExpectation {
  /** The one subject alternative name, character by character. */
  readonly certificateIdentity: string;
  /** The issuer that vouched for it, character by character. */
  readonly certificateIssuer: string;
}

/** Who is expected to have published: one publisher, any of several, an exact certificate identity, or anybody. */
export type Expectation = Publisher | readonly Publisher[] | CertificateExpectation | AnyPublisher;

/**
 * Expects nobody in particular: the file then comes unaltered from whoever signed it, and that may be anyone.
 *
 * An integrity check, not a verification of origin. Cannot be written in JSON, so no file or index can ask for it.
 */
export function anyPublisherUnsafe(): AnyPublisher {
  return { [anyPublisher]: true };
}

/** Tells {@link anyPublisherUnsafe} from an expectation. */
export function isAnyPublisher(expectation: Expectation): expectation is AnyPublisher {
  return anyPublisher in expectation;
}

/** Tells an exact certificate identity from publishers. */
export function isCertificateExpectation(expectation: Expectation): expectation is CertificateExpectation {
  return 'certificateIdentity' in expectation;
}

/** The publishers of an expectation, as a list. @throws `TypeError` for an empty list, which nobody could meet or fail. */
export function publishersOf(expectation: Publisher | readonly Publisher[]): readonly Publisher[] {
  const publishers: readonly Publisher[] = Array.isArray(expectation) ? (expectation as readonly Publisher[]) : [expectation as Publisher];
  if (publishers.length === 0) throw new TypeError('Expect at least one publisher, or anyPublisherUnsafe().');
  return publishers;
}
