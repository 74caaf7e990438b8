import type { Publisher } from '@ropewalk/core';
import type { PublishEvent, PublishOptions, PublishResult } from '@ropewalk/publish';
import { CommandError } from '../command-error.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import { interruption } from '../interruption.ts';
import { explainIdentityFailure } from '../identity/explain-failure.ts';
import { processConsole as console } from '../output/console.ts';
import { describeFailure } from '../output/failure.ts';
import { maskingOptions } from '../output/mask-secret.ts';
import { printable } from '../output/printable.ts';
import { progressDisplay } from '../progress/progress-display.ts';
import { signingOptions } from '../sigstore/sigstore-options.ts';
import { textOption } from '../text-option.ts';
import { renderDescriptions } from '../render-descriptions.ts';
import type { OpenDestinations } from './destinations.ts';
import { finishCommand, leftOut, sameCommand } from './finish-command.ts';
import { jsonReport } from './json-report.ts';
import { plainReporter } from './plain-reporter.ts';
import type { CredentialPlaces } from './surroundings.ts';
import { writeEvent } from './write-event.ts';

/** One run of `publish` or `upload`. */
export interface Delivery {
  /** The command's name. */
  readonly command: 'publish' | 'upload';
  readonly files: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly expectedPublishers: readonly Publisher[];
  readonly events: AsyncIterable<PublishEvent>;
  readonly signal: AbortSignal;
}

/** Follows a release to its end, tells of it as the options ask, and answers with the exit status. */
export async function runDelivery({ command, files, options, expectedPublishers, events, signal }: Delivery): Promise<number> {
  const report = jsonReport(command);
  const plain = plainReporter({ progress: progressDisplay(options), expectedPublishers, isVerbose: options['verbose'] === true });
  const show = reporterOf(options, plain.see, report.see);
  let project: string | undefined;
  let uploadUrl: URL | undefined;
  let result: PublishResult | undefined;
  try {
    for await (const event of events) {
      if (event.type === 'release-read') project = event.files[0]?.project;
      if (event.type === 'credential-found') uploadUrl ??= event.repositoryUrl;
      if (event.type === 'publish-end') ({ result } = event);
      show(event);
    }
  } catch (error) {
    plain.end();
    if (signal.aborted) {
      const finish = options['dryRun'] === true ? undefined : sameCommand(process.argv.slice(2));
      console.note('interrupted');
      tellFinish('What is done stays done. To finish', finish);
      if (options['events'] === true) writeEvent({ type: 'error', error: interruption(), finish: finish ?? null });
      if (options['json'] === true) report.end({ status: exitCodes.interrupted, error: interruption(), finish });
      return exitCodes.interrupted;
    }
    for (const line of otherFailures(result, error)) console.note(`failed: ${printable(line)}`);
    const finish = finishCommand(process.argv.slice(2), files, result);
    const status = exitCodeOf(error);
    console.note(describeFailure(error, { debug: options['debug'] === true }));
    for (const line of await explainIdentityFailure(error, { expectedPublishers, uploadUrl, project, username: usernameOf(options) })) console.note(printable(line));
    // As it was given, such a command fails again.
    const lead = status === exitCodes.configuration ? 'To finish, when that is mended' : 'To finish';
    tellFinish(lead, finish);
    if (options['events'] === true) writeEvent({ type: 'error', error, finish: finish ?? null });
    if (options['json'] === true) report.end({ status, error, finish });
    return status;
  }
  plain.end();
  if (options['json'] === true) report.end({ status: exitCodes.ok });
  return exitCodes.ok;
}

function tellFinish(lead: string, finish: string | undefined): void {
  if (finish === undefined) return;
  console.note(`${lead}: ${printable(finish)}`);
  const secrets = leftOut(process.argv.slice(2));
  if (secrets !== undefined) console.note(`  Give it ${secrets} again; what may be secret is not repeated here.`);
}

function usernameOf(options: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  return textOption(options, 'username') ?? (env['ROPEWALK_USERNAME'] || env['TWINE_USERNAME'] || env['UV_PUBLISH_USERNAME'] || undefined);
}

/** What went wrong with files other than the one of which the error itself speaks. */
function otherFailures(result: PublishResult | undefined, error: unknown): readonly string[] {
  const told = error instanceof Error ? [error.message, error.cause instanceof Error ? error.cause.message : ''] : [];
  const failures = result?.files.flatMap(({ outcome }) => (outcome.status === 'failed' ? [outcome.error] : [])) ?? [];
  return failures.filter(({ code, message }) => code !== 'UPLOAD_NOT_TRIED' && !told.includes(message)).map(({ message }) => message);
}

function reporterOf(options: Readonly<Record<string, unknown>>, plain: (event: PublishEvent) => void, collect: (event: PublishEvent) => void): (event: PublishEvent) => void {
  if (options['json'] === true) return collect;
  return options['events'] === true ? writeEvent : plain;
}

/** The library's options, of the command's. */
export function deliveryOptions(
  options: Readonly<Record<string, unknown>>,
  { destinations, http }: Pick<OpenDestinations, 'destinations' | 'http'>,
  places: CredentialPlaces,
): PublishOptions {
  const given: Record<string, string> = {};
  for (const name of ['token', 'username', 'password', 'audience', 'comment'] as const) {
    const value = textOption(options, name);
    if (value !== undefined) given[name] = value;
  }
  const attestationFolder = textOption(options, 'attestationDir');
  const choice = textOption(options, 'attestations');
  return {
    ...given,
    ...signingOptions(options),
    ...places,
    ...maskingOptions(),
    destinations,
    http,
    renderDescriptions,
    ...(attestationFolder === undefined ? {} : { attestationFolder }),
    ...(choice === 'required' || choice === 'auto' || choice === 'off' ? { attestations: choice } : {}),
    skipExisting: options['skipExisting'] === true,
    dryRun: options['dryRun'] === true,
    ...waitOption(options),
  };
}

function waitOption(options: Readonly<Record<string, unknown>>): { readonly waitMs?: number | false } {
  const { wait } = options;
  if (wait === false) return { waitMs: false };
  if (typeof wait !== 'number') return {};
  if (!Number.isNaN(wait)) return { waitMs: wait * 1000 };
  throw new CommandError({ code: 'USAGE_OPTION', message: '--wait takes a whole number of seconds.', remedy: 'Write, say, --wait 300.' });
}

/** Both audiences of a release, for the advice where a CI must be told of them beforehand. */
export function audiencesOf(options: Readonly<Record<string, unknown>>, { destinations }: Pick<OpenDestinations, 'destinations'>): readonly string[] {
  const given = textOption(options, 'audience') ?? (process.env['ROPEWALK_AUDIENCE'] || undefined);
  const known: Readonly<Record<string, string>> = { 'upload.pypi.org': 'pypi', 'test.pypi.org': 'testpypi' };
  const hosts = destinations.map(({ repositoryUrl }) => (URL.canParse(String(repositoryUrl)) ? new URL(repositoryUrl).host : ''));
  return ['sigstore', ...new Set(hosts.filter((host) => host !== '').map((host) => given ?? known[host] ?? host))];
}
