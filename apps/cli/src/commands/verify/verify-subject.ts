import { isCodedError } from '@ropewalk/core';
import { publisherKinds } from '@ropewalk/oidc/publisher';
import type { TrustedRoot } from '@ropewalk/trusted-root';
import { anyPublisherUnsafe, report, reportBundle, type Report, type VerificationContext } from '@ropewalk/verifier';
import { distinctAttestations } from './evidence/distinct-attestations.ts';
import { needsBytes, predicateTypeOf, signatureOf } from './evidence/evidence-facts.ts';
import type { GivenEvidence } from './evidence/evidence-source.ts';
import type { Subject, SubjectDigest } from './targets/subject.ts';
import { isUnreachable, isUnreadable, statusOf, type JudgedAttestation, type Problem, type Verdict } from './verdict.ts';
import type { VerifyRequest } from './verify-request.ts';
import { withoutVerdict } from './without-verdict.ts';

/** Whom attestations are verified under: a trusted root, or the reason why there is none. */
export type Trust = { readonly trustedRoot: TrustedRoot } | { readonly problem: Problem };

/**
 * Verifies one distribution. What its content, its evidence or the index do wrong is part of the verdict.
 *
 * @throws What is wrong with the machine or the command line.
 */
export async function verifySubject(subject: Subject, request: VerifyRequest, trust: Trust): Promise<Verdict> {
  if ('problem' in trust) return { subject, status: 'untrusted-root', attestations: [], looked: [], problem: trust.problem };
  let looked: readonly string[] = [];
  let digest: SubjectDigest | undefined;
  try {
    const sources = await subject.evidence();
    looked = sources.map(({ place }) => place);
    digest = await subject.digest();
    const given = distinctAttestations((await Promise.all(sources.map((source) => source.read()))).flat());
    const bytes = given.some(needsBytes) ? await subject.bytes?.() : undefined;
    return judge({ subject, digest, looked, bytes }, given, request, trust.trustedRoot);
  } catch (error) {
    const [status, problem] = verdictOnError(error);
    return { subject, status, attestations: [], looked, problem, ...(digest === undefined ? {} : { digest }) };
  }
}

/** A file whose evidence is judged. */
interface Frame extends Pick<Verdict, 'subject' | 'looked'> {
  readonly digest: SubjectDigest;
  readonly bytes: Uint8Array | undefined;
}

function judge({ bytes, ...frame }: Frame, given: readonly GivenEvidence[], request: VerifyRequest, trustedRoot: TrustedRoot): Verdict {
  const context = {
    distribution: { filename: frame.subject.filename, sha256: frame.digest.sha256 },
    publisher: request.expectation ?? anyPublisherUnsafe(),
    kinds: publisherKinds,
    claims: request.claims,
    trustedRoot,
    expectationSource: 'command line',
  };
  const signatures = new Map<Report, string>();
  const attestations = askedFor(given, request).map((item): JudgedAttestation => {
    const outcome = reportOn(item, context, bytes);
    if (outcome.verified) signatures.set(outcome, signatureOf(item));
    const predicateType = outcome.evidence?.predicateType ?? predicateTypeOf(item);
    return { place: item.place, report: outcome, ...(predicateType === undefined ? {} : { predicateType }) };
  });
  if (request.expectation === undefined) return { ...frame, status: 'not-verified', attestations: attestations.map(withoutVerdict) };
  return { ...frame, status: statusOf(attestations, signatures, request.atLeast), attestations };
}

function reportOn(given: GivenEvidence, context: VerificationContext, bytes: Uint8Array | undefined): Report {
  if ('bundle' in given) return reportBundle({ ...context, bundle: given.bundle, ...(bytes === undefined ? {} : { artifact: bytes }) });
  return report({ ...context, attestation: given.attestation, claimedPublisher: given.claimedPublisher });
}

/** When one predicate type is asked for, attestations of another are set aside, if that leaves any. */
function askedFor(given: readonly GivenEvidence[], { claims: { predicateType } }: VerifyRequest): readonly GivenEvidence[] {
  if (predicateType === undefined) return given;
  const ofType = given.filter((item) => {
    const actual = predicateTypeOf(item);
    // What cannot be read is not set aside: it fails.
    return actual === undefined || actual === predicateType;
  });
  return ofType.length === 0 ? given : ofType;
}

function verdictOnError(error: unknown): readonly [status: Verdict['status'], problem: Problem] {
  if (!isCodedError(error)) throw error;
  const { code, message, remedy } = error;
  const problem = { code, message, remedy };
  if (isUnreadable(code)) return ['invalid', problem];
  if (code === 'INDEX_FILE_DIFFERS') return ['mismatch', problem];
  if (isUnreachable(code)) return ['unreachable', problem];
  throw error;
}
