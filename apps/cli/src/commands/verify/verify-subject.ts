import { isCodedError } from '@ropewalk/core';
import { decodeBase64 } from '@ropewalk/encoding';
import { publisherKinds } from '@ropewalk/oidc/publisher';
import { parseStatement, statementBytes, type Attestation } from '@ropewalk/pep740';
import type { TrustedRoot } from '@ropewalk/trusted-root';
import { anyPublisherUnsafe, report, type Report } from '@ropewalk/verifier';
import { distinctAttestations } from './evidence/distinct-attestations.ts';
import type { GivenAttestation } from './evidence/evidence-source.ts';
import type { Subject, SubjectDigest } from './targets/subject.ts';
import { isUnreadable, statusOf, type JudgedAttestation, type Problem, type Verdict } from './verdict.ts';
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
    return judge({ subject, digest, looked }, given, request, trust.trustedRoot);
  } catch (error) {
    const [status, problem] = verdictOnError(error);
    return { subject, status, attestations: [], looked, problem, ...(digest === undefined ? {} : { digest }) };
  }
}

function judge(frame: Pick<Verdict, 'subject' | 'looked'> & { readonly digest: SubjectDigest }, given: readonly GivenAttestation[], request: VerifyRequest, trustedRoot: TrustedRoot): Verdict {
  const context = {
    distribution: { filename: frame.subject.filename, sha256: frame.digest.sha256 },
    publisher: request.expectation ?? anyPublisherUnsafe(),
    kinds: publisherKinds,
    claims: request.claims,
    trustedRoot,
    expectationSource: 'command line',
  };
  const signatures = new Map<Report, string>();
  const attestations = askedFor(given, request).map(({ attestation, claimedPublisher, place }): JudgedAttestation => {
    const outcome = report({ ...context, attestation, claimedPublisher });
    signatures.set(outcome, decodeBase64(attestation.envelope.signature).toString('hex'));
    return { place, report: outcome, ...predicateTypeOf(attestation) };
  });
  if (request.expectation === undefined) return { ...frame, status: 'not-verified', attestations: attestations.map(withoutVerdict) };
  return { ...frame, status: statusOf(attestations, signatures, request.atLeast), attestations };
}

/** When one predicate type is asked for, attestations of another are set aside, if that leaves any. */
function askedFor(given: readonly GivenAttestation[], { claims: { predicateType } }: VerifyRequest): readonly GivenAttestation[] {
  if (predicateType === undefined) return given;
  const ofType = given.filter(({ attestation }) => {
    const { predicateType: actual } = predicateTypeOf(attestation);
    // What cannot be read is not set aside: it fails.
    return actual === undefined || actual === predicateType;
  });
  return ofType.length === 0 ? given : ofType;
}

function predicateTypeOf(attestation: Attestation): { readonly predicateType?: string } {
  try {
    const { predicateType } = parseStatement(statementBytes(attestation));
    return { predicateType };
  } catch (error) {
    if (isCodedError(error)) return {};
    throw error;
  }
}

function verdictOnError(error: unknown): readonly [status: Verdict['status'], problem: Problem] {
  if (!isCodedError(error)) throw error;
  const { code, message, remedy } = error;
  const problem = { code, message, remedy };
  if (isUnreadable(code)) return ['invalid', problem];
  if (code === 'INDEX_FILE_DIFFERS') return ['mismatch', problem];
  if (/^(?:INDEX|HTTP)_/.test(code) && code !== 'HTTP_ABORTED') return ['unreachable', problem];
  throw error;
}
