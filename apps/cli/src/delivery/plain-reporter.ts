import type { Publisher } from '@ropewalk/core';
import type { Credential } from '@ropewalk/credentials';
import type { Finding } from '@ropewalk/preflight';
import type { PublishedFile, PublishEvent } from '@ropewalk/publish';
import { noteWord, processConsole as console, styled } from '../output/console.ts';
import { filesBelow, groupFindings, subjectOf, type GroupedFinding } from '../output/grouped-findings.ts';
import { printable } from '../output/printable.ts';
import { formatBytes, formatSeconds } from '../progress/format.ts';
import type { ProgressDisplay } from '../progress/progress-display.ts';
import { publisherNotes } from './publisher-notes.ts';
import { showTable } from './show-table.ts';
import { silenceNote } from './silence-note.ts';
import { signingNotes } from './signing-notes.ts';

/** What a {@link plainReporter} tells of. */
export interface PlainReport {
  readonly progress: ProgressDisplay;
  readonly expectedPublishers: readonly Publisher[];
  /** Whether every finding of every file is shown by itself. */
  readonly isVerbose: boolean;
}

/** Tells a person what happens. */
export interface PlainReporter {
  see(event: PublishEvent): void;
  /** Nothing more happens. */
  end(): void;
}

/** Tells a person, event by event: talk to standard error, the end to standard output. */
export function plainReporter({ progress, expectedPublishers, isVerbose }: PlainReport): PlainReporter {
  const noteOf = publisherNotes(expectedPublishers);
  const tell = (lines: readonly string[]): void => {
    if (lines.length > 0) progress.hide();
    for (const line of lines) console.note(line);
  };
  const silence = silenceNote((line) => tell([`${noteWord()}: ${printable(line)}`]), { tellsOfUploads: !progress.isShown });
  let sizes = new Map<string, number>();
  const see = (event: PublishEvent): void => {
    silence.see(event);
    if (event.type === 'release-read') sizes = new Map(event.files.map(({ file, sizeBytes }) => [file, sizeBytes]));
    const note = noteOf(event);
    tell([...linesOf(event, { sizes, isVerbose }), ...(note === undefined ? [] : [`${noteWord()}: ${printable(note)}`])]);
    progress.see(event);
    if (event.type === 'publish-end') showTable(event.result);
  };
  const end = (): void => {
    silence.end();
    progress.end();
  };
  return { see, end };
}

interface Telling {
  readonly sizes: ReadonlyMap<string, number>;
  readonly isVerbose: boolean;
}

function linesOf(event: PublishEvent, { sizes, isVerbose }: Telling): readonly string[] {
  switch (event.type) {
    case 'release-checked':
      return [...(event.descriptionJudge === undefined ? [] : [`descriptions in reStructuredText: judged by ${printable(event.descriptionJudge)}`]), ...findingLines(event.findings, isVerbose)];
    case 'index-checked':
      return findingLines(event.findings, isVerbose);
    case 'identity-found':
      return [`identity: ${printable(event.provider)}`];
    case 'credential-found':
      return [
        ...(event.note === undefined ? [] : [`${noteWord()}: ${printable(event.note)}`]),
        ...(event.credential === undefined ? [] : [uploadingTo(event.repositoryUrl.host, event.credential)]),
      ];
    case 'upload-token-ready':
      return [`accepted: ${printable(event.repositoryUrl.host)} gave this identity an upload token${event.expiresAt === undefined ? '' : `, good until ${event.expiresAt.toISOString()}`}`];
    case 'attestations-off':
      return [`attestations: off for ${printable(event.repositoryUrl.host)}, ${printable(event.reason)}`];
    case 'attestations-missing':
      return [`${noteWord()}: no attestation beside ${printable(event.files.join(', '))}: a file uploaded without one can never get one`];
    case 'existing-unknown':
      return [`${noteWord()}: ${printable(event.reason)}; nothing is compared before the upload, and nothing awaited after it`];
    case 'signer-ready':
    case 'signer-planned':
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
      return [`${noteWord()}: ${printable(aboutFile(event.file, event.reason))} Attempt ${event.attempt + 1} in ${formatSeconds(event.pauseMs / 1000)}.`];
    case 'upload-note':
      return [`${noteWord()}: ${printable(aboutFile(event.file, event.note))}`];
    case 'upload-end':
      return sentLine(event, sizes.get(event.file));
    case 'serve-wait':
      return [`waiting until ${printable(event.repositoryUrl.host)} serves ${event.files.length === 1 ? 'the file' : `${event.files.length} files`} (at most ${formatSeconds(event.timeoutMs / 1000)})`];
    default:
      return [];
  }
}

function uploadingTo(host: string, { kind, username, source }: Pick<Credential, 'kind' | 'username' | 'source'>): string {
  return `uploading to ${printable(host)} ${kind === 'minted' ? 'by trusted publishing' : `as ${printable(username)}, from ${printable(source)}`}`;
}

/** A sentence about a file, which names it once. */
function aboutFile(file: string, sentence: string): string {
  return sentence.startsWith(file) ? sentence : `${file}: ${sentence}`;
}

/** That something moves, and how fast; how it ended for each file is said once, in the table. */
function sentLine({ file, outcome }: { readonly file: string; readonly outcome: PublishedFile['outcome'] }, sizeBytes = 0): readonly string[] {
  if (outcome.status !== 'uploaded') return [];
  return [`sent ${printable(file)} (${formatBytes(sizeBytes)} in ${seconds(outcome.transferMs)}, answered after ${seconds(outcome.serverMs)})`];
}

/** A token that cannot be renewed ends the release; so a near end is said. */
function tokenBudget(endsAt: Date | undefined, now: number): readonly string[] {
  if (endsAt === undefined || endsAt.getTime() - now > shortMs) return [];
  return [`${noteWord()}: the upload token ends in ${formatSeconds((endsAt.getTime() - now) / 1000)}`];
}

const shortMs = 300_000;

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function findingLines(findings: readonly Finding[], isVerbose: boolean): readonly string[] {
  return groupFindings(findings, { isVerbose }).flatMap(groupLines);
}

function groupLines(group: GroupedFinding): readonly string[] {
  const { severity, message, code } = group.finding;
  const below = filesBelow(group);
  return [
    `${styled(severity === 'error' ? 'red' : 'yellow', severity, process.stderr)}: ${printable(`${subjectOf(group)}: ${message}`)} [${printable(code)}]`,
    ...(below === '' ? [] : [`  ${printable(below)}`]),
  ];
}
