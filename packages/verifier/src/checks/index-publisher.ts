import { isCodedError, type Mismatch, type Publisher, type PublisherKind } from '@ropewalk/core';
import type { ProvenancePublisher } from '@ropewalk/pep740';
import { isAnyPublisher, isCertificateExpectation, publishersOf, type Expectation } from '../expectation/expectation.ts';
import { kindOf } from '../kinds.ts';
import { outcomeOf, type ContentCheck } from '../subject-under-check.ts';
import { comparable } from './comparable.ts';

/** The publisher the index names, the certificate and the expectation all agree. */
export const indexPublisher: ContentCheck = {
  code: 'INDEX_PUBLISHER',
  title: 'the publisher the index names is the same',
  check({ certificate, input }) {
    const { claimedPublisher: claimed, kinds, publisher: expectation } = input;
    if (claimed === undefined) return { seen: 'the index named none' };
    if (certificate === undefined) return 'not-reached';
    const kind = kindOf(claimed, kinds);
    const parsed = kind === undefined ? undefined : parse(claimed, kind);
    if (kind === undefined || parsed === undefined) {
      const known = kinds.map((candidate) => candidate.kind).join(' or ');
      return outcomeOf([{ code: 'INDEX_PUBLISHER_UNKNOWN', subject: 'publisher the index names', expected: known, actual: claimed.kind.slice(0, 100) }], '');
    }
    const fromCertificate = comparable(kind.mismatches(parsed, certificate)).map((mismatch) => ({
      ...mismatch,
      code: `INDEX_${mismatch.code}`,
      subject: `${mismatch.subject}, as the index names it`,
    }));
    const left = fromCertificate.length === 0 ? leftOut(parsed, kind.recognise(certificate)) : [];
    return outcomeOf([...fromCertificate, ...left, ...differsFrom(expectation, parsed, kind)], kind.format(parsed));
  },
};

function parse(claimed: ProvenancePublisher, kind: PublisherKind): Publisher | undefined {
  try {
    return kind.parse(claimed);
  } catch (error) {
    if (!isCodedError(error)) throw error;
    return undefined;
  }
}

/** An index names its publisher in full: one without the workflow that the certificate has would agree with any. PyPI's verifier refuses it too. */
function leftOut(claimed: Publisher, certified: Publisher | undefined): readonly Mismatch[] {
  const members = new Set(Object.keys(claimed));
  return Object.entries(certified ?? {})
    .filter(([name]) => !members.has(name))
    .map(([name, value]) => ({ code: 'INDEX_PUBLISHER', subject: `${name} of the publisher the index names`, expected: String(value), actual: undefined }));
}

function differsFrom(expectation: Expectation, claimed: Publisher, kind: PublisherKind): readonly Mismatch[] {
  if (isAnyPublisher(expectation) || isCertificateExpectation(expectation)) return [];
  const publishers = publishersOf(expectation);
  const [first, ...others] = publishers.filter((expected) => expected.kind === claimed.kind).map((expected) => differences(expected, claimed));
  if (first !== undefined) return others.reduce((best, mismatches) => (mismatches.length < best.length ? mismatches : best), first);
  const expected = publishers.map((publisher) => publisher.kind).join(' or ');
  return [{ code: 'INDEX_PUBLISHER', subject: 'publisher the index names', expected, actual: kind.format(claimed) }];
}

/** Every member that is expected has the same value; one that is left out is not asked for. */
function differences(expected: Publisher, claimed: Publisher): readonly Mismatch[] {
  const values = new Map<string, unknown>(Object.entries(claimed));
  return Object.entries(expected)
    .filter(([name, value]) => value !== undefined && value !== null && values.get(name) !== value)
    .map(([name, value]) => {
      const actual = values.get(name);
      return { code: 'INDEX_PUBLISHER', subject: `${name} of the publisher the index names`, expected: String(value), actual: actual === undefined ? undefined : String(actual) };
    });
}
