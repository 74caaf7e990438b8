import type { AttestationEvent } from '@ropewalk/publish';
import { noteWord, styled } from '../output/console.ts';
import { printable } from '../output/printable.ts';

/** What a person is told while a release is signed. */
export function signingNotes(event: AttestationEvent): readonly string[] {
  switch (event.type) {
    case 'signer-ready':
    case 'signer-planned':
      return [`${event.type === 'signer-ready' ? 'signing as' : 'would sign as'}: ${printable(event.publisher ?? event.issuer)}`, ...event.notes.map(({ message, remedy }) => `${noteWord()}: ${printable(`${message} ${remedy}`)}`)];
    case 'log-notice':
      return [`${noteWord()}: what is signed stays in the log at ${printable(event.rekorUrl.host)} for ever, for everyone to read: ${printable(event.names.join(', '))}, what the identity says of this run, and the digest of what is attested for ${counted(event.files.length)}`];
    case 'attestation-end':
      return [`attested: ${printable(event.file)}${event.kind === 'slsa' ? ', SLSA provenance' : ''} (log entry ${printable(event.evidence.logEntry.logIndex)})`];
    case 'attestation-reused':
      return [`attestation: ${printable(event.path)} verified, and used for ${printable(event.file)}`];
    case 'attestation-passed-over':
      return [`${noteWord()}: ${printable(event.path)} is not used: ${printable(event.reason)}`];
    case 'bundle-passed-over':
      return [`${noteWord()}: bundle ${event.position} in ${printable(event.path)} is not used: ${printable(event.reason)}`];
    case 'signing-failed':
      return [
        `${styled(['bold', 'red'], 'warning', process.stderr)}: signing does not work: ${printable(event.error.message)}`,
        `  ${counted(event.files.length)} will be published WITHOUT an attestation, and can never get one later: ${printable(event.files.join(', '))}`,
        '  --attestations required stops the release instead.',
      ];
    case 'attestation-kept':
      return [];
  }
}

function counted(files: number): string {
  return files === 1 ? '1 file' : `${files} files`;
}
