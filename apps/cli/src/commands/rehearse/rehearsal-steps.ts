import type { RehearsalEvent } from '@ropewalk/rehearsal';

/** One step of a rehearsal, in plain words. */
export interface Step {
  readonly title: string;
  readonly detail: string;
}

/** Says what an event means; `undefined` for events that are no step. */
export function describeStep(event: RehearsalEvent): Step | undefined {
  switch (event.type) {
    case 'world-start':
      return step('world', `a CI (${event.ci.host}), Fulcio (${event.fulcio.host}), Rekor (${event.rekor.host}) and an index (${event.index.host}), all on loopback`);
    case 'job-start':
      return step('job', `a ${event.provider} job begins; the index knows its publisher: ${event.publisher}`);
    case 'release-read':
      return step('read', event.files.map(({ file, sha256 }) => `${file} (sha256 ${sha256.slice(0, 12)}…)`).join(', '));
    case 'release-checked':
      return event.findings.some(({ severity }) => severity === 'error') ? undefined : step('checked', checkedWords(event));
    case 'identity-found':
      return step('identity', `found the identity of the ${event.provider} job`);
    case 'signer-ready':
      return step('certified', `Fulcio certified a fresh key for ${event.publisher ?? event.issuer}`);
    case 'attestation-end':
      return step('attested', `${event.file}: statement signed, logged as entry ${event.evidence.logEntry.logIndex}, checked with the index's rule`);
    case 'upload-token-ready':
      return step('exchanged', `the identity for an upload token, valid until ${event.expiresAt?.toISOString() ?? 'the index says'}`);
    case 'upload-end':
      return step('uploaded', `${event.file}: ${event.outcome.status}`);
    case 'index-serves':
      return step('served', `${event.file} and its provenance, by the index`);
    case 'download-verified':
      return step('verified', `${event.file}, as a stranger would who expects ${event.evidence.expectation.publishers.join(' or ')}`);
    case 'keep-end':
      return step('kept', `${event.files.length} files in ${event.folder}`);
    default:
      return undefined;
  }
}

function checkedWords({ findings, descriptionJudge }: { readonly findings: readonly unknown[]; readonly descriptionJudge: string | undefined }): string {
  const warnings = findings.length === 0 ? '' : `, with ${findings.length} ${findings.length === 1 ? 'warning' : 'warnings'}`;
  const judge = descriptionJudge === undefined ? '' : `; descriptions judged by ${descriptionJudge}`;
  return `PyPI's rules allow every file${warnings}${judge}`;
}

function step(title: string, detail: string): Step {
  return { title, detail };
}
