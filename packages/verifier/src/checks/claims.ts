import type { CertificateIdentity, Mismatch } from '@ropewalk/core';
import type { ExpectedClaims } from '../expectation/expected-claims.ts';
import { matchesGlob } from '../expectation/glob.ts';
import { outcomeOf, type ContentCheck, type Expected } from '../subject-under-check.ts';

/** What is compared character by character: the claim, its code, its name in words, and where the certificate says it. */
const exactClaims = [
  ['commit', 'CLAIM_COMMIT', 'commit', 'sourceRepositoryDigest'],
  ['ownerId', 'CLAIM_OWNER_ID', "owner's number", 'sourceRepositoryOwnerIdentifier'],
  ['repositoryId', 'CLAIM_REPOSITORY_ID', "repository's number", 'sourceRepositoryIdentifier'],
  ['trigger', 'CLAIM_TRIGGER', 'event that started the run', 'buildTrigger'],
  ['runner', 'CLAIM_RUNNER', 'kind of machine', 'runnerEnvironment'],
] as const satisfies readonly (readonly [keyof ExpectedClaims, string, string, keyof CertificateIdentity])[];

/** Everything else the caller expects of the signer. */
export const claims: ContentCheck = {
  code: 'CLAIMS',
  title: 'everything else that was expected of the signer',
  check({ certificate, input }) {
    if (certificate === undefined) return 'not-reached';
    const { claims: expected = {} } = input;
    const mismatches = [
      ...refMismatches(expected, certificate),
      ...exactMismatches(expected, certificate),
      ...signerMismatches(expected, certificate),
      ...environmentMismatches(expected, input),
    ];
    return outcomeOf(mismatches, Object.keys(expected).join(', ') || 'nothing asked for');
  },
};

function exactMismatches(expected: ExpectedClaims, certificate: CertificateIdentity): readonly Mismatch[] {
  return exactClaims.flatMap(([claim, code, subject, member]) => {
    const wanted = expected[claim];
    const actual = certificate[member];
    return wanted === undefined || wanted === actual ? [] : [{ code, subject, expected: wanted, actual }];
  });
}

function refMismatches({ ref }: ExpectedClaims, { sourceRepositoryRef: actual }: CertificateIdentity): readonly Mismatch[] {
  if (ref === undefined || (actual !== undefined && matchesGlob(ref, actual))) return [];
  const hint = ref.startsWith('refs/') ? undefined : `Write the whole ref, e.g. refs/tags/${ref}.`;
  return [{ code: 'CLAIM_REF', subject: 'git ref', expected: ref, actual, ...(hint === undefined ? {} : { hint }) }];
}

function signerMismatches({ signerWorkflow }: ExpectedClaims, { buildSignerUri: actual }: CertificateIdentity): readonly Mismatch[] {
  if (signerWorkflow === undefined || (actual !== undefined && spellings(actual).includes(signerWorkflow))) return [];
  return [{ code: 'CLAIM_SIGNER_WORKFLOW', subject: 'workflow that signed', expected: signerWorkflow, actual }];
}

/** What follows a workflow's path: the ref or the commit. The file before it may have an `@` in its name. */
const reference = /@(?:refs\/.*|[0-9a-f]{40}|[0-9a-f]{64})$/s;

/** `https://HOST/PATH@REF` in every way it may be expected: with and without scheme, host and ref. */
function spellings(address: string): readonly string[] {
  const withoutScheme = address.replace(/^https:\/\//, '');
  const whole = [address, withoutScheme, withoutScheme.slice(withoutScheme.indexOf('/') + 1)];
  return [...whole, ...whole.map((spelling) => spelling.replace(reference, ''))];
}

function environmentMismatches({ environment }: ExpectedClaims, { claimedPublisher }: Expected): readonly Mismatch[] {
  const claimed = claimedPublisher?.['environment'];
  if (environment === undefined || environment === claimed) return [];
  const actual = typeof claimed === 'string' ? claimed : undefined;
  return [{ code: 'CLAIM_ENVIRONMENT', subject: 'deployment environment, as the index claims it', expected: environment, actual }];
}
