import { publish, type PublishEvent, type PublishOptions } from '@ropewalk/publish';
import { exitCodeOf, exitCodes } from '../../exit-codes.ts';
import { explainIdentityFailure } from '../../identity/explain-failure.ts';
import { chooseIdentity } from '../../identity/choose-identity.ts';
import { describeFailure } from '../../output/failure.ts';
import { maskingOptions } from '../../output/mask-secret.ts';
import { processConsole as console, styled } from '../../output/console.ts';
import { printable } from '../../output/printable.ts';
import { requireFiles } from '../../require-files.ts';
import { textOption } from '../../text-option.ts';

/** `ropewalk publish FILES…`: check, sign, upload; as the CI job, or with a token and without attestations. */
export async function publishCommand(files: readonly string[], options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<number> {
  await requireFiles(files);
  const { provider, expectedPublishers } = await chooseIdentity(options, audiencesOf(options));
  let project: string | undefined;
  try {
    const events = publish(files, { ...optionsOf(options), ...maskingOptions(), identity: provider, expectedPublishers, signal });
    for await (const event of events) {
      if (event.type === 'release-read') project = event.files[0]?.project;
      show(event);
    }
  } catch (error) {
    if (signal.aborted) throw error;
    console.note(describeFailure(error, { debug: options['debug'] === true }));
    for (const line of await explainIdentityFailure(error, { expectedPublishers, uploadUrl: addressOf(options), project })) console.note(printable(line));
    return exitCodeOf(error);
  }
  return exitCodes.ok;
}

/** Both audiences of the release, for the advice where a CI must be told of them beforehand. */
function audiencesOf(options: Readonly<Record<string, unknown>>): readonly string[] {
  const given = textOption(options, 'audience') ?? (process.env['ROPEWALK_AUDIENCE'] || undefined);
  const host = addressOf(options)?.hostname ?? 'upload.pypi.org';
  const known: Readonly<Record<string, string>> = { 'upload.pypi.org': 'pypi', 'test.pypi.org': 'testpypi' };
  return ['sigstore', given ?? known[host] ?? host];
}

function addressOf(options: Readonly<Record<string, unknown>>): URL | undefined {
  const text = textOption(options, 'repositoryUrl') ?? process.env['ROPEWALK_REPOSITORY_URL'];
  return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
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
      for (const { file, release, message } of event.findings) console.note(`${styled('yellow', 'warning', process.stderr)}: ${printable(`${file || release}: ${message}`)}`);
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
