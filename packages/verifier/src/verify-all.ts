import { decodeBase64 } from '@ropewalk/encoding';
import type { Attestation, Provenance, ProvenancePublisher } from '@ropewalk/pep740';
import { refusalOf } from './refusal.ts';
import { report } from './report.ts';
import type { Evidence, Report } from './report-types.ts';
import { VerificationError } from './verification-error.ts';
import type { VerificationContext } from './verification-input.ts';

/** Several attestations of one distribution. */
export interface VerifyAllInput extends VerificationContext {
  readonly attestations: readonly {
    readonly attestation: Attestation;
    readonly claimedPublisher?: ProvenancePublisher | undefined;
  }[];
  /** How many different ones must verify. Default: all of them. */
  readonly atLeast?: number;
}

/** The attestations of one distribution that verify. */
export interface VerifiedAttestations {
  /** One for each attestation that is verified, in order. */
  readonly evidence: readonly Evidence[];
  /** One for each attestation, in order. */
  readonly reports: readonly Report[];
}

/**
 * Verifies several attestations of one distribution. All must verify, unless `atLeast` says how many.
 *
 * @throws {@link VerificationError} `UNATTESTED` when there are none; `NOT_VERIFIED` or `ATTESTATION_INVALID` otherwise.
 * @throws `TypeError` when `atLeast` is not a positive whole number.
 */
export function verifyAll({ attestations, atLeast, ...context }: VerifyAllInput): VerifiedAttestations {
  if (atLeast !== undefined && (!Number.isInteger(atLeast) || atLeast < 1)) throw new TypeError('atLeast must be a positive whole number.');
  if (attestations.length === 0) throw unattested(context.distribution.filename);
  const reports = attestations.map((given) => report({ ...context, ...given }));
  const evidence = reports.flatMap((outcome) => outcome.evidence ?? []);
  if (atLeast === undefined && evidence.length < reports.length) throw refusalOf(reports);
  if (atLeast !== undefined && distinct(attestations, reports) < atLeast) throw tooFew(reports, atLeast);
  return { evidence, reports };
}

/** How many different signatures verify: the same one twice, even in another spelling, is one. */
function distinct(attestations: VerifyAllInput['attestations'], reports: readonly Report[]): number {
  const verified = attestations.filter((_, index) => reports[index]?.verified === true);
  return new Set(verified.map(({ attestation }) => decodeBase64(attestation.envelope.signature).toString('hex'))).size;
}

/** As {@link verifyAll}, of what an index serves: the publisher it names must agree with certificate and expectation. */
export function verifyProvenance({
  provenance,
  ...context
}: VerificationContext & { readonly provenance: Provenance; readonly atLeast?: number }): VerifiedAttestations {
  const attestations = provenance.attestation_bundles.flatMap(({ publisher, attestations: list }) =>
    list.map((attestation) => ({ attestation, claimedPublisher: publisher })),
  );
  return verifyAll({ ...context, attestations });
}

function tooFew(reports: readonly Report[], wanted: number): VerificationError {
  if (reports.some(({ verified }) => !verified)) return refusalOf(reports);
  return new VerificationError({
    code: 'NOT_VERIFIED',
    message: `${reports[0]?.filename ?? 'The distribution'} has too few different attestations that verify: ${wanted} are asked for.`,
    remedy: 'Ask for fewer, or fetch the other attestations.',
    reports,
  });
}

function unattested(filename: string): VerificationError {
  return new VerificationError({
    code: 'UNATTESTED',
    message: `${filename} has no attestation.`,
    remedy: 'Ask its publisher for attestations; without one nothing can be said about its origin.',
    reports: [],
  });
}
