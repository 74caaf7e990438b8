import { sign, type SignFilesResult } from '@ropewalk/publish';
import { authoritiesOf, openHttpClient } from '../../delivery/http-clients.ts';
import { plainData } from '../../delivery/plain-data.ts';
import { jsonText } from '../../output/json-text.ts';
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

/** `ropewalk sign FILES…`: an attestation beside each file, and nothing uploaded. */
export async function signCommand(named: readonly string[], options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<number> {
  const files = onlyDistributions(named);
  await requireFiles(files);
  const cert = textOption(options, 'cert');
  const http = await openHttpClient({ authorities: [...(cert === undefined ? [] : [cert]), ...(await authoritiesOf(process.env))], client: undefined });
  const outputFolder = textOption(options, 'outputDir');
  try {
    const { provider, expectedPublishers } = await chooseIdentity(options, ['sigstore']);
    const settings = {
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
    return await run(files, settings, options);
  } finally {
    await http.close();
  }
}

async function run(files: readonly string[], settings: NonNullable<Parameters<typeof sign>[1]>, options: Readonly<Record<string, unknown>>): Promise<number> {
  const [isJson, isEvents] = [options['json'] === true, options['events'] === true];
  let result: SignFilesResult | undefined;
  try {
    for await (const event of sign(files, settings)) {
      if (event.type === 'sign-end') ({ result } = event);
      if (isEvents) console.data(jsonText(plainData(event), { indent: 0 }));
      else if (!isJson) for (const line of notesOf(event)) console.note(line);
    }
  } catch (error) {
    if (settings.signal?.aborted === true) {
      if (isJson) console.data(signReport(exitCodes.interrupted, result, interruption()));
      throw error;
    }
    const status = exitCodeOf(error);
    if (!isJson && !isEvents && result !== undefined) showSigned(result);
    console.note(describeFailure(error, { debug: options['debug'] === true }));
    if (result !== undefined) console.note(remains(result));
    for (const line of await explainIdentityFailure(error, { expectedPublishers: settings.expectedPublishers ?? [], uploadUrl: undefined, project: undefined, isOnlySigned: true })) console.note(printable(line));
    if (isEvents) console.data(jsonText(plainData({ type: 'error', error }), { indent: 0 }));
    if (isJson) console.data(signReport(status, result, error));
    return status;
  }
  if (isJson) console.data(signReport(exitCodes.ok, result));
  else if (!isEvents && result !== undefined) showSigned(result);
  return exitCodes.ok;
}
