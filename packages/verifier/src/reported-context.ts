import type { Publisher } from '@ropewalk/core';
import type { JsonObject } from '@ropewalk/encoding';
import { isAnyPublisher, isCertificateExpectation, publishersOf } from './expectation/expectation.ts';
import { kindOf } from './kinds.ts';
import type { ReportedExpectation, ReportedTrustedRoot } from './report-types.ts';
import type { VerificationContext } from './verification-input.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Who was expected, in words. */
export function reportedExpectation(context: VerificationContext): ReportedExpectation {
  // Expected claims hold texts and lists of texts only.
  return { source: context.expectationSource ?? 'caller', publishers: inWords(context), claims: { ...(context.claims as JsonObject | undefined) } };
}

/** The trusted root used, with its age. */
export function reportedTrustedRoot({ trustedRoot }: VerificationContext, now: Date): ReportedTrustedRoot {
  const { source, version, issuedAt } = trustedRoot;
  return {
    source,
    ...(version === undefined ? {} : { version }),
    ...(issuedAt === undefined ? {} : { issuedAt, ageDays: Math.max(0, Math.floor((now.getTime() - issuedAt.getTime()) / dayMs)) }),
  };
}

function inWords({ kinds, publisher }: VerificationContext): readonly string[] {
  if (isAnyPublisher(publisher)) return ['anybody'];
  if (isCertificateExpectation(publisher)) return [`${publisher.certificateIdentity} (${publisher.certificateIssuer})`];
  return publishersOf(publisher).map((expected: Publisher) => kindOf(expected, kinds)?.format(expected) ?? expected.kind);
}
