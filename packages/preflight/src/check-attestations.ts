import { isCodedError } from '@ropewalk/core';
import type { DistributionIdentity } from '@ropewalk/distribution';
import { parseDistributionFilename, quote, sameDistribution } from '@ropewalk/packaging';
import {
  parseAttestation, parseStatement, PUBLISH_PREDICATE_TYPE, SLSA_PREDICATE_TYPE, statementBytes, type Attestation, type Statement,
} from '@ropewalk/pep740';
import { profileFrom, type CheckOptions } from './check-release.ts';
import { findingOf, type Finding } from './finding.ts';
import type { Violation } from './rule.ts';

/** One file with what goes up beside it. */
export interface AttestedFile {
  readonly distribution: DistributionIdentity;
  /** Serialised, or parsed. `undefined`: none are sent; an empty list is an empty set, which PyPI refuses. */
  readonly attestations: readonly (string | Attestation)[] | undefined;
}

/** How attestations are judged. */
export interface AttestationOptions extends Pick<CheckOptions, 'index'> {
  /**
   * Verifies one attestation for the publisher that uploads, as the index will; throws when it does not hold.
   * Left out, the rule `ATTESTATION_NOT_VERIFIED` finds nothing.
   */
  readonly verify?: (attestation: Attestation, distribution: DistributionIdentity) => unknown;
  /** The kind of the publisher that uploads, `GitHub`; `undefined`: the upload goes without a trusted publisher. */
  readonly publisherKind: string | undefined;
  /** From which kinds the index takes attestations. Default `GitHub`, `GitLab`, `Google`. */
  readonly acceptedKinds?: readonly string[];
}

/** Judges what was signed: the second phase, after signing and before anything is sent. */
export async function checkAttestations(files: readonly AttestedFile[], options: AttestationOptions): Promise<readonly Finding[]> {
  const profile = profileFrom(options.index);
  const findings: Finding[] = [];
  for (const { distribution, attestations } of files) {
    if (attestations === undefined) continue;
    for await (const violation of checkFile(distribution, attestations, options)) {
      const release = distribution.parsed === undefined ? '' : `${distribution.parsed.name} ${distribution.parsed.version}`;
      const finding = findingOf(violation, profile, { file: distribution.filename, release });
      if (finding !== undefined) findings.push(finding);
    }
  }
  return findings;
}

async function* checkFile(
  distribution: DistributionIdentity,
  attestations: readonly (string | Attestation)[],
  options: AttestationOptions,
): AsyncGenerator<Violation> {
  const { publisherKind, acceptedKinds = ['GitHub', 'GitLab', 'Google'] } = options;
  if (attestations.length === 0) yield { code: 'ATTESTATION_EMPTY', message: 'The set of attestations is empty.' };
  if (attestations.length > 2) yield { code: 'ATTESTATION_TOO_MANY', message: `The file has ${attestations.length} attestations.` };
  if (publisherKind === undefined) yield { code: 'ATTESTATION_WITHOUT_PUBLISHER', message: 'The upload does not go through a trusted publisher.' };
  else if (!acceptedKinds.includes(publisherKind)) yield { code: 'ATTESTATION_PUBLISHER_KIND', message: `The publisher is of the kind ${quote(publisherKind)}.` };
  const types = new Set<string>();
  for (const source of attestations) {
    const read = readAttestation(source);
    if ('message' in read) {
      yield { code: 'ATTESTATION_MALFORMED', message: read.message };
      continue;
    }
    const { attestation, statement } = read;
    yield* checkStatement(statement, distribution, types);
    yield* await verified(attestation, distribution, options);
  }
}

function readAttestation(source: string | Attestation): { readonly attestation: Attestation; readonly statement: Statement } | { readonly message: string } {
  try {
    const attestation = typeof source === 'string' ? parseAttestation(source) : source;
    return { attestation, statement: parseStatement(statementBytes(attestation)) };
  } catch (error) {
    if (isCodedError(error)) return { message: error.message };
    throw error;
  }
}

function* checkStatement(statement: Statement, distribution: DistributionIdentity, types: Set<string>): Generator<Violation> {
  const { predicateType, subject } = statement;
  const sha256 = subject.digest['sha256'] ?? '';
  if (predicateType !== PUBLISH_PREDICATE_TYPE && predicateType !== SLSA_PREDICATE_TYPE) {
    yield { code: 'ATTESTATION_TYPE', message: `The predicate type is ${quote(predicateType)}.` };
  }
  if (types.has(predicateType)) yield { code: 'ATTESTATION_SAME_TYPE', message: `Two attestations have the predicate type ${quote(predicateType)}.` };
  types.add(predicateType);
  if (!isSameFile(subject.name, distribution)) yield { code: 'ATTESTATION_SUBJECT', message: `The attestation is about ${quote(subject.name)}.` };
  if (sha256 !== distribution.sha256) yield { code: 'ATTESTATION_SUBJECT', message: `The attestation is about other content: sha256 ${quote(sha256)}.` };
}

function isSameFile(filename: string, { parsed }: DistributionIdentity): boolean {
  try {
    return parsed !== undefined && sameDistribution(parseDistributionFilename(filename), parsed);
  } catch {
    return false;
  }
}

async function verified(attestation: Attestation, distribution: DistributionIdentity, { verify }: AttestationOptions): Promise<readonly Violation[]> {
  try {
    await verify?.(attestation, distribution);
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ code: 'ATTESTATION_NOT_VERIFIED', message: `The attestation does not verify: ${reason}`, ...(isCodedError(error) ? { remedy: error.remedy } : {}) }];
  }
}
