import { createHash } from 'node:crypto';
import { decodeBase64, isJsonObject } from '@ropewalk/encoding';
import type { Mismatch } from '@ropewalk/core';
import { assembleReport } from './assemble-report.ts';
import { bundleVerifierFor } from './bundle-verifiers.ts';
import { requireContext } from './expectation/require-context.ts';
import { readStatement } from './read-statement.ts';
import type { Report } from './report-types.ts';
import type { FileContent } from './signed-content.ts';
import type { BundleVerificationInput } from './verification-input.ts';

const fileCheck = { code: 'SUBJECT_DIGEST', title: 'the signature is over these bytes' };

/**
 * Verifies a Sigstore bundle that PEP 740 cannot hold, and says how it went, as data: a signature over the file itself, or
 * a statement logged in Rekor v2 at the time of an RFC 3161 authority. Never throws because of its content.
 *
 * Whom it is of is compared as for an attestation. A signature over the file says nothing about it, not even its name.
 *
 * @throws `TypeError` as `report` does.
 */
export function reportBundle(input: BundleVerificationInput): Report {
  requireContext(input);
  const now = input.now?.() ?? new Date();
  const isFileSigned = signsFile(input.bundle);
  const artifact = isFileSigned && input.artifact !== undefined ? { artifact: { bytes: input.artifact } } : {};
  const bundle = bundleVerifierFor(input.trustedRoot).report(input.bundle, { profile: 'generic', now, ...artifact });
  const content = isFileSigned ? signedFile(input) : readStatement(() => bundle.verified?.payload ?? payloadOf(input.bundle));
  return assembleReport({ input, now, bundle, content, genericBundle: { signed: content.type } });
}

/** Whether a bundle signs the file itself, not a statement about it. */
export function signsFile(bundle: unknown): boolean {
  return isJsonObject(bundle) && 'messageSignature' in bundle && !('dsseEnvelope' in bundle);
}

/** The signature was verified over the bytes given; they must be the file's. */
function signedFile({ artifact, distribution: { sha256 } }: BundleVerificationInput): FileContent {
  if (artifact === undefined) return { type: 'file', mismatches: [], result: { ...fileCheck, status: 'not-reached' } };
  const actual = createHash('sha256').update(artifact).digest('hex');
  if (actual === sha256) return { type: 'file', mismatches: [], result: { ...fileCheck, status: 'passed', seen: `sha256 ${actual}` } };
  const mismatch: Mismatch = { code: 'SUBJECT_DIGEST', subject: 'sha256 of the bytes', expected: sha256, actual };
  const message = `${mismatch.subject}: expected ${sha256}, found ${actual}`;
  return { type: 'file', mismatches: [mismatch], result: { ...fileCheck, status: 'failed', seen: actual, failure: { code: mismatch.code, message } } };
}

/** The statement of a bundle that is not verified, for naming what else is amiss. @throws `EncodingError` */
function payloadOf(bundle: unknown): Uint8Array {
  const envelope = isJsonObject(bundle) ? bundle['dsseEnvelope'] : undefined;
  const payload = isJsonObject(envelope) ? envelope['payload'] : undefined;
  return typeof payload === 'string' ? decodeBase64(payload) : new Uint8Array();
}
