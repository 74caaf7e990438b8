import { processConsole as console, styled } from '../../../output/console.ts';
import { printable } from '../../../output/printable.ts';
import { siblingEndings } from '../evidence/local-evidence.ts';
import type { Verdict } from '../verdict.ts';
import type { VerifyRequest } from '../verify-request.ts';
import { showAttestation } from './show-attestation.ts';

/** Prints the verdict on one file for a person. */
export function showVerdict(verdict: Verdict, request: VerifyRequest): void {
  const { status, subject, problem, attestations } = verdict;
  if (status === 'not-verified') {
    console.out(`${styled(['bold', 'yellow'], 'not verified')}  ${printable(subject.target)}: nobody was expected, so nothing was verified`);
  } else {
    console.out(`${styled(['bold', status === 'verified' ? 'green' : 'red'], status)}  ${printable(subject.target)}`);
  }
  if (problem !== undefined) {
    console.out(`  ${printable(problem.message)} ${styled('dim', `[${problem.code}]`)}`);
    console.out(`  ${printable(problem.remedy)}`);
  } else if (attestations.length === 0) {
    showNothingFound(verdict, request);
  } else {
    showDigest(verdict);
    showCount(verdict, request);
  }
  for (const attestation of attestations) showAttestation(attestation, request);
  if (status === 'untrusted-root' && problem === undefined) console.out('  Was it signed with another Sigstore, such as a rehearsal? Then give its trusted root: --trusted-root FILE.');
}

function showDigest({ digest, subject }: Verdict): void {
  if (digest === undefined) return;
  console.out(`  ${styled('dim', 'sha256')}  ${digest.sha256}`);
  if (digest.digestFrom === 'index') {
    console.out(`  ${styled('yellow', 'note')}  this is the digest that the index (${printable(subject.url?.host ?? '')}) states; the bytes were not looked at: --download does that`);
  }
  if (digest.digestFrom === 'download') console.out(`  ${styled('dim', 'bytes')}  downloaded now from ${printable(subject.url?.host ?? '')}, and not kept`);
}

function showCount({ attestations, status }: Verdict, { atLeast }: VerifyRequest): void {
  if (atLeast === undefined) return;
  const verified = attestations.filter(({ report }) => report.verified).length;
  // The same signature twice is one.
  const asked = status !== 'verified' && verified >= atLeast ? `${atLeast} different ones` : String(atLeast);
  console.out(`  ${styled(status === 'verified' ? 'green' : 'red', `${verified} of ${attestations.length} attestations verify; ${asked} asked for`)}`);
}

function showNothingFound({ looked, subject }: Verdict, { index, isOffline }: VerifyRequest): void {
  console.out('  No attestation was found; nothing can be said about who built it.');
  for (const place of looked) console.out(`  looked in ${printable(place)}`);
  if (looked.length > 0 || subject.path === undefined) return;
  console.out(`  looked beside the file, for its name followed by ${siblingEndings.join(', ')}`);
  if (isOffline || index.url !== undefined) return;
  console.out('  not asked: any index, because a local name may be private; for PyPI give --index-url pypi');
}
