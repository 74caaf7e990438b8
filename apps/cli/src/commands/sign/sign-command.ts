import type { HttpClient } from '@ropewalk/core';
import { sign, type SignFilesResult } from '@ropewalk/publish';
import { authoritiesOf, openHttpClient } from '../../delivery/http-clients.ts';
import { writeEvent } from '../../delivery/write-event.ts';
import { exitCodeOf, exitCodes } from '../../exit-codes.ts';
import { interruption } from '../../interruption.ts';
import { chooseIdentity } from '../../identity/choose-identity.ts';
import { explainIdentityFailure } from '../../identity/explain-failure.ts';
import { onlyDistributions } from '../../only-distributions.ts';
import { processConsole as console } from '../../output/console.ts';
import { describeFailure } from '../../output/failure.ts';
import { maskingOptions } from '../../output/mask-secret.ts';
import { printable } from '../../output/printable.ts';
import { requireFiles } from '../../require-files.ts';
import { signingOptions } from '../../sigstore/sigstore-options.ts';
import { textOption } from '../../text-option.ts';
import { notesOf, remains, showSigned, signReport } from './show-signed.ts';

type Options = Readonly<Record<string, unknown>>;

type SignOptions = NonNullable<Parameters<typeof sign>[1]>;

/** `ropewalk sign FILES…`: an attestation beside each file, and nothing uploaded. */
export async function signCommand(named: readonly string[], options: Options, signal: AbortSignal): Promise<number> {
  const files = await told(options, signal, () => distributionsAmong(named));
  const http = await told(options, signal, () => openConnections(options));
  try {
    const settings = await told(options, signal, () => readSettings(options, http, signal));
    return await run(files, settings, options);
  } finally {
    await http.close();
  }
}

/** What comes before signing: where it fails, a program that reads `--events` or `--json` is told all the same. */
async function told<Result>(options: Options, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    const error = signal.aborted ? interruption() : thrown;
    if (options['events'] === true) writeEvent({ type: 'error', error });
    if (options['json'] === true) console.data(signReport(signal.aborted ? exitCodes.interrupted : exitCodeOf(error), undefined, error));
    throw thrown;
  }
}

async function distributionsAmong(named: readonly string[]): Promise<readonly string[]> {
  await requireFiles(named);
  return onlyDistributions(named);
}

async function openConnections(options: Options): Promise<HttpClient> {
  const cert = textOption(options, 'cert');
  return openHttpClient({ authorities: [...(cert === undefined ? [] : [cert]), ...(await authoritiesOf(process.env))], client: undefined });
}

async function readSettings(options: Options, http: HttpClient, signal: AbortSignal): Promise<SignOptions> {
  const outputFolder = textOption(options, 'outputDir');
  const { provider, expectedPublishers } = await chooseIdentity(options, ['sigstore']);
  return {
    ...signingOptions(options),
    ...maskingOptions(),
    identity: provider,
    expectedPublishers,
    ...(outputFolder === undefined ? {} : { outputFolder }),
    overwrite: options['overwrite'] === true,
    bundles: options['bundle'] === true,
    http,
    signal,
  };
}

async function run(files: readonly string[], settings: SignOptions, options: Options): Promise<number> {
  const [isJson, isEvents] = [options['json'] === true, options['events'] === true];
  let result: SignFilesResult | undefined;
  try {
    for await (const event of sign(files, settings)) {
      if (event.type === 'sign-end') ({ result } = event);
      if (isEvents) writeEvent(event);
      else if (!isJson) for (const line of notesOf(event)) console.note(line);
    }
  } catch (error) {
    if (settings.signal?.aborted === true) {
      if (isEvents) writeEvent({ type: 'error', error: interruption() });
      if (isJson) console.data(signReport(exitCodes.interrupted, result, interruption()));
      throw error;
    }
    const status = exitCodeOf(error);
    if (!isJson && !isEvents && result !== undefined) showSigned(result);
    console.note(describeFailure(error, { debug: options['debug'] === true }));
    if (result !== undefined) console.note(remains(result));
    for (const line of await explainIdentityFailure(error, { expectedPublishers: settings.expectedPublishers ?? [], uploadUrl: undefined, project: undefined, isOnlySigned: true })) console.note(printable(line));
    if (isEvents) writeEvent({ type: 'error', error });
    if (isJson) console.data(signReport(status, result, error));
    return status;
  }
  if (isJson) console.data(signReport(exitCodes.ok, result));
  else if (!isEvents && result !== undefined) showSigned(result);
  return exitCodes.ok;
}
