import { anyCi } from '@ropewalk/oidc';
import { publish, type PublishEvent, type PublishOptions } from '@ropewalk/publish';
import { exitCodes } from '../../exit-codes.ts';
import { maskingOptions } from '../../output/mask-secret.ts';
import { processConsole as console, styled } from '../../output/console.ts';
import { printable } from '../../output/printable.ts';
import { requireFiles } from '../../require-files.ts';
import { textOption } from '../../text-option.ts';

/** `ropewalk publish FILES…`: check, sign, upload; as the CI job, or with a token and without attestations. */
export async function publishCommand(files: readonly string[], options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<number> {
  await requireFiles(files);
  for await (const event of publish(files, { ...optionsOf(options), ...maskingOptions(), identity: anyCi(), signal })) show(event);
  return exitCodes.ok;
}

function optionsOf(options: Readonly<Record<string, unknown>>): PublishOptions {
  const given: Record<string, string> = {};
  for (const name of ['repositoryUrl', 'token', 'audience', 'fulcioUrl', 'rekorUrl'] as const) {
    const value = textOption(options, name);
    if (value !== undefined) given[name] = value;
  }
  const trustedRootFile = textOption(options, 'trustedRoot');
  return { ...given, ...(trustedRootFile === undefined ? {} : { trustedRootFile }), allowPublicLog: options['allowPublicLog'] === true };
}

function show(event: PublishEvent): void {
  switch (event.type) {
    case 'release-checked':
      for (const { file, message } of event.findings) console.note(`${styled('yellow', 'warning', process.stderr)}: ${printable(`${file}: ${message}`)}`);
      return;
    case 'identity-found':
      console.note(`identity: ${printable(event.provider)}`);
      return;
    case 'attestations-off':
      console.note(`attestations: off, because a token was given (${printable(event.credential)}); a file uploaded without an attestation can never get one`);
      return;
    case 'signer-ready':
      console.note(`signing as: ${printable(event.publisher ?? event.issuer)}`);
      return;
    case 'attestation-end':
      console.note(`attested: ${printable(event.file)} (log entry ${printable(event.evidence.logEntry.logIndex)})`);
      return;
    case 'upload-end':
      console.out(`${event.outcome.status.padEnd(9)} ${printable(event.file)}`);
      return;
    default:
  }
}
