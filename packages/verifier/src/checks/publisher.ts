import type { CertificateIdentity, Mismatch, Publisher, PublisherKind } from '@ropewalk/core';
import {
  isAnyPublisher,
  isCertificateExpectation,
  publishersOf,
  type CertificateExpectation,
} from '../expectation/expectation.ts';
import { kindOf, recognise } from '../kinds.ts';
import { outcomeOf, type ContentCheck } from '../subject-under-check.ts';
import { comparable } from './comparable.ts';

/** The certificate is of a publisher that was expected. */
export const publisher: ContentCheck = {
  code: 'PUBLISHER',
  title: 'the certificate is of the publisher expected',
  check({ certificate, input }) {
    if (certificate === undefined) return 'not-reached';
    const { kinds, publisher: expectation } = input;
    if (isAnyPublisher(expectation)) return outcomeOf(contradictions(certificate, kinds), 'anybody: NOT compared with an expectation');
    if (isCertificateExpectation(expectation)) return outcomeOf(identityMismatches(expectation, certificate), expectation.certificateIdentity);
    const publishers = publishersOf(expectation);
    const attempts = publishers.map((expected) => mismatchesWith(expected, certificate, kinds));
    const met = attempts.findIndex((mismatches) => mismatches.length === 0);
    const closest = attempts.reduce((best, mismatches) => (mismatches.length < best.length ? mismatches : best));
    const seen = publishers[met];
    return outcomeOf(seen === undefined ? comparable(closest) : [], seen === undefined ? '' : format(seen, kinds));
  },
};

function mismatchesWith(expected: Publisher, certificate: CertificateIdentity, kinds: readonly PublisherKind[]): readonly Mismatch[] {
  const kind = kindOf(expected, kinds);
  if (kind !== undefined) return kind.mismatches(expected, certificate);
  return [{ code: 'PUBLISHER_KIND_UNKNOWN', subject: 'kind of publisher', expected: kinds.map((known) => known.kind).join(' or '), actual: expected.kind }];
}

/** Whoever it is: a certificate of a known kind must at least not contradict itself. */
function contradictions(certificate: CertificateIdentity, kinds: readonly PublisherKind[]): readonly Mismatch[] {
  const recognised = recognise(certificate, kinds);
  return recognised === undefined ? [] : recognised.kind.mismatches(recognised.publisher, certificate);
}

function identityMismatches(expected: CertificateExpectation, certificate: CertificateIdentity): readonly Mismatch[] {
  const name = certificate.subjectAlternativeNames.map(({ value }) => value).join(', ');
  const issuer = certificate.issuer ?? certificate.issuerV1;
  return [
    ...(name === expected.certificateIdentity
      ? []
      : [{ code: 'CERTIFICATE_IDENTITY', subject: 'name in the certificate', expected: expected.certificateIdentity, actual: name }]),
    ...(issuer === expected.certificateIssuer
      ? []
      : [{ code: 'CERTIFICATE_ISSUER', subject: 'issuer', expected: expected.certificateIssuer, actual: issuer }]),
  ];
}

function format(expected: Publisher, kinds: readonly PublisherKind[]): string {
  return kindOf(expected, kinds)?.format(expected) ?? expected.kind;
}
