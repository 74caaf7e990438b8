import type { SignedAttestation, SignFilesEvent, SignFilesResult } from '@ropewalk/publish';
import { signingNotes } from '../../delivery/signing-notes.ts';
import { plainData } from '../../delivery/plain-data.ts';
import { jsonText } from '../../output/json-text.ts';
import { processConsole as console, styled } from '../../output/console.ts';
import { printable } from '../../output/printable.ts';

/** What a person is told while files are signed. */
export function notesOf(event: SignFilesEvent): readonly string[] {
  if (event.type === 'identity-found') return [`identity: ${printable(event.provider)}`];
  return event.type === 'files-read' || event.type === 'sign-end' ? [] : signingNotes(event);
}

const words: Readonly<Record<SignedAttestation['origin'], string>> = { found: 'kept', bundle: 'taken', signed: 'signed' };

/** Prints what there is for each file, and what is missing. Says nothing when nothing was begun. */
export function showSigned({ files }: SignFilesResult): void {
  if (files.every(({ attestations }) => attestations.length === 0)) return;
  for (const { file, attestations, missing } of files) {
    for (const { origin, paths, evidence } of attestations) {
      const entry = styled('dim', `log entry ${evidence.logEntry.logIndex}`);
      console.out(`${styled('green', words[origin].padEnd(7))} ${printable(paths.join(', ') || file)}  ${entry}`);
    }
    for (const kind of missing) console.out(`${styled('yellow', 'missing')} ${printable(file)} (${kind})`);
  }
}

/** What is still to be done after a failure. */
export function remains({ files }: SignFilesResult): string {
  const missing = files.reduce((sum, file) => sum + file.missing.length, 0);
  const all = files.reduce((sum, file) => sum + file.missing.length + file.attestations.length, 0);
  return `  Still missing: ${missing} of ${all} ${all === 1 ? 'attestation' : 'attestations'}. The same command makes only those that are missing.`;
}

/** The document of `--json`. */
export function signReport(status: number, result: SignFilesResult | undefined, error?: unknown): string {
  const files = result?.files.map(({ file, sha256, attestations, missing }) => ({
    file,
    sha256,
    attestations: attestations.map(({ kind, origin, paths, evidence }) => ({ kind, origin, paths, predicateType: evidence.predicateType, logIndex: evidence.logEntry.logIndex, signedAt: evidence.signedAt })),
    missing,
  }));
  const document = { schema: 'urn:ropewalk:schema:sign-report:1', status, publisher: result?.publisher ?? null, rekorUrl: result?.rekorUrl ?? null, files: files ?? [], error: error ?? null };
  return jsonText(plainData(document));
}
