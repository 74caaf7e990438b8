import type { Finding } from '@ropewalk/preflight';
import type { PublishedFile, PublishEvent } from '@ropewalk/publish';
import { processConsole as console, styled } from '../output/console.ts';
import { printable } from '../output/printable.ts';
import { formatBytes, formatSeconds } from '../progress/format.ts';
import type { ProgressDisplay } from '../progress/progress-display.ts';
import { showTable } from './show-table.ts';
import { signingNotes } from './signing-notes.ts';

/** Tells a person, event by event: talk to standard error, the end to standard output. */
export function plainReporter(progress: ProgressDisplay): (event: PublishEvent) => void {
  let sizes = new Map<string, number>();
  return (event) => {
    if (event.type === 'release-read') sizes = new Map(event.files.map(({ file, sizeBytes }) => [file, sizeBytes]));
    const lines = linesOf(event, sizes);
    if (lines.length > 0) progress.hide();
    for (const line of lines) console.note(line);
    progress.see(event);
    if (event.type === 'publish-end') showTable(event.result);
  };
}

function linesOf(event: PublishEvent, sizes: ReadonlyMap<string, number>): readonly string[] {
  switch (event.type) {
    case 'release-checked':
      return [...(event.descriptionJudge === undefined ? [] : [`descriptions in reStructuredText: judged by ${printable(event.descriptionJudge)}`]), ...event.findings.map(findingLine)];
    case 'index-checked':
      return event.findings.map(findingLine);
    case 'identity-found':
      return [`identity: ${printable(event.provider)}`];
    case 'credential-found':
      return [
        ...(event.note === undefined ? [] : [`${note()}: ${printable(event.note)}`]),
        ...(event.credential === undefined || event.credential.kind === 'minted'
          ? []
          : [`uploading to ${printable(event.repositoryUrl.host)} as ${printable(event.credential.username)}, from ${printable(event.credential.source)}`]),
      ];
    case 'attestations-off':
      return [`attestations: off for ${printable(event.repositoryUrl.host)}, ${printable(event.reason)}`];
    case 'attestations-missing':
      return [`${note()}: no attestation beside ${printable(event.files.join(', '))}: a file uploaded without one can never get one`];
    case 'existing-unknown':
      return [`${note()}: ${printable(event.reason)}; nothing is compared before the upload, and nothing awaited after it`];
    case 'signer-ready':
    case 'log-notice':
    case 'attestation-end':
    case 'attestation-reused':
    case 'attestation-passed-over':
    case 'bundle-passed-over':
    case 'signing-failed':
      return signingNotes(event);
    case 'upload-start':
      return tokenBudget(event.credentialEndsAt, Date.now());
    case 'upload-retry':
      return [`${note()}: ${printable(event.file)}: ${printable(event.reason)} Attempt ${event.attempt + 1} in ${formatSeconds(event.pauseMs / 1000)}.`];
    case 'upload-note':
      return [`${note()}: ${printable(event.file)}: ${printable(event.note)}`];
    case 'upload-end':
      return sentLine(event, sizes.get(event.file));
    case 'serve-wait':
      return [`waiting until ${printable(event.repositoryUrl.host)} serves ${event.files.length === 1 ? 'the file' : `${event.files.length} files`} (at most ${formatSeconds(event.timeoutMs / 1000)})`];
    default:
      return [];
  }
}

/** That something moves, and how fast; how it ended for each file is said once, in the table. */
function sentLine({ file, outcome }: { readonly file: string; readonly outcome: PublishedFile['outcome'] }, sizeBytes = 0): readonly string[] {
  if (outcome.status !== 'uploaded') return [];
  return [`sent ${printable(file)} (${formatBytes(sizeBytes)} in ${seconds(outcome.transferMs)}, answered after ${seconds(outcome.serverMs)})`];
}

/** A token that cannot be renewed ends the release; so a near end is said. */
function tokenBudget(endsAt: Date | undefined, now: number): readonly string[] {
  if (endsAt === undefined || endsAt.getTime() - now > shortMs) return [];
  return [`${note()}: the upload token ends in ${formatSeconds((endsAt.getTime() - now) / 1000)}`];
}

const shortMs = 300_000;

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function findingLine({ severity, file, release, message, code }: Finding): string {
  return `${styled(severity === 'error' ? 'red' : 'yellow', severity, process.stderr)}: ${printable(`${file || release}: ${message}`)} [${printable(code)}]`;
}

function note(): string {
  return styled('dim', 'note', process.stderr);
}
