import { basename } from 'node:path';
import { resultOf, type HttpClient } from '@ropewalk/core';
import { wellKnownIndexOf, type Credential } from '@ropewalk/credentials';
import type { Distribution } from '@ropewalk/distribution';
import { createFileLookup, createIndexClient } from '@ropewalk/index-client';
import { upload, uploadFileOf, type UploadOutcome } from '@ropewalk/uploader';
import { authoritiesOf, openHttpClient } from '../../delivery/http-clients.ts';
import { formatBytes } from '../../progress/format.ts';
import type { ParsedArguments } from './argument-parser.ts';
import { signWithGpg } from './gpg-signature.ts';
import { twineCredential } from './twine-credential.ts';
import { asTwineError, TwineError } from './twine-error.ts';
import { expandPatterns, readAttestations, readBeside, readTwineDistribution, sortInputs } from './twine-inputs.ts';
import { twineRecords, type TwineRecords } from './twine-records.ts';
import { isPyPI, twineRepository, type TwineRepository } from './twine-repository.ts';

/** One distribution with what goes along. */
interface TwinePackage {
  readonly path: string;
  readonly distribution: Distribution;
  readonly attestations: readonly string[];
  readonly signature: string | undefined;
}

/** `twine upload`: exits 0 or 1. */
export async function twineUploadCommand(parsed: ParsedArguments, signal: AbortSignal): Promise<number> {
  const env = process.env;
  const records = twineRecords({ isVerbose: parsed.flags.has('verbose') });
  let repository: TwineRepository | undefined;
  let http: HttpClient | undefined;
  try {
    repository = await twineRepository(parsed, env);
    if (repository.pypirc !== undefined) records.info(`Using configuration from ${repository.pypirc.path}`);
    forbidUnsupported(parsed, repository, records);
    const packages = await readPackages(parsed, records);
    const clientCert = parsed.values.get('clientCert') ?? repository.clientCert;
    const certificates = [parsed.values.get('cert'), repository.caCert].filter((path) => path !== undefined);
    http = await openHttpClient({ authorities: [...certificates, ...(await authoritiesOf(env))], client: clientCert });
    const credential = await twineCredential({ repository, parsed, env, http, records, hasClientCertificate: clientCert !== undefined, signal });
    await uploadAll(packages, { repository, credential, http, parsed, records, signal });
    return 0;
  } catch (error) {
    if (signal.aborted) throw error;
    const known = asTwineError(error, repository?.url);
    if (known === undefined) throw error;
    if (known.title === 'HTTPError' && !parsed.flags.has('verbose')) records.warning('Error during upload. Retry with the --verbose option for more details.');
    records.error(`${known.title}: ${known.message}`);
    return 1;
  } finally {
    await http?.close();
  }
}

function forbidUnsupported({ flags, values }: ParsedArguments, repository: TwineRepository, records: TwineRecords): void {
  if (flags.has('skipExisting') && !isPyPI(repository)) {
    const { origin, pathname } = repository.url;
    throw new TwineError(
      'UnsupportedConfiguration',
      `The configured repository '${origin}${pathname}' does not have support for the following features: --skip-existing and is an unsupported configuration\n\`ropewalk upload\` compares files by their digests on every index.`,
    );
  }
  if (values.has('identity') && !flags.has('sign')) throw new TwineError('InvalidSigningConfiguration', 'sign must be given along with identity');
  if (flags.has('attestations') && !isPyPI(repository)) {
    records.warning('Only PyPI and TestPyPI support attestations; if you experience failures, remove the --attestations flag and re-try this command');
  }
}

async function readPackages(parsed: ParsedArguments, records: TwineRecords): Promise<readonly TwinePackage[]> {
  const inputs = sortInputs(await expandPatterns(parsed.positionals), { attestations: parsed.flags.has('attestations') });
  const packages: TwinePackage[] = [];
  for (const path of inputs.distributions) {
    const distribution = await readTwineDistribution(path);
    const attestations = await readAttestations(inputs.attestations.get(path) ?? []);
    packages.push({ path, distribution, attestations, signature: inputs.signatures.get(`${basename(path)}.asc`) });
    records.info(`${path} (${formatBytes(distribution.sizeBytes)})`);
  }
  return packages;
}

interface TwineUpload {
  readonly repository: TwineRepository;
  readonly credential: Credential | undefined;
  readonly http: HttpClient;
  readonly parsed: ParsedArguments;
  readonly records: TwineRecords;
  readonly signal: AbortSignal;
}

/** As twine: one after the other, and the first failure ends it. */
async function uploadAll(packages: readonly TwinePackage[], context: TwineUpload): Promise<void> {
  const { repository, records, parsed } = context;
  const { origin, pathname, username } = repository.url;
  const shown = username === '' ? `${origin}${pathname}` : `${repository.url.protocol}//********@${repository.url.host}${pathname}`;
  records.say(`Uploading distributions to ${shown}`);
  const signed = parsed.flags.has('sign') ? await signAll(packages, context) : packages;
  warnOfSignatures(signed, repository, records);
  for (const item of signed) {
    const outcome = await uploadOne(item, context);
    if (outcome.status === 'failed') throw outcome.error;
  }
  const pages = projectPages(packages, repository);
  if (pages.length > 0) records.say(`\nView at:\n${pages.join('\n')}`);
}

async function signAll(packages: readonly TwinePackage[], { parsed, records, signal }: TwineUpload): Promise<readonly TwinePackage[]> {
  const signed: TwinePackage[] = [];
  for (const item of packages) {
    records.say(`Signing ${item.distribution.filename}`);
    const signature = await signWithGpg(item.path, { program: parsed.values.get('signWith') ?? 'gpg', identity: parsed.values.get('identity'), signal });
    records.info(`Signed with ${signature}`);
    signed.push({ ...item, signature });
  }
  return signed;
}

function warnOfSignatures(packages: readonly TwinePackage[], repository: TwineRepository, records: TwineRecords): void {
  if (packages.every(({ signature }) => signature === undefined)) return;
  records.warning(
    isPyPI(repository)
      ? 'One or more packages has an associated PGP signature; these will be silently ignored by the index'
      : 'One or more packages has an associated PGP signature; a future version of twine may silently ignore these',
  );
}

async function uploadOne({ distribution, attestations, signature }: TwinePackage, { repository, credential, http, parsed, records, signal }: TwineUpload): Promise<UploadOutcome> {
  const comment = parsed.values.get('comment');
  const file = uploadFileOf(distribution, {
    attestations,
    ...(comment === undefined ? {} : { comment }),
    ...(signature === undefined ? {} : { signature: { filename: basename(signature), bytes: await readBeside(signature) } }),
  });
  const skipExisting = parsed.flags.has('skipExisting');
  const simpleUrl = wellKnownIndexOf(repository.url)?.simpleUrl;
  const startedAt = performance.now();
  const result = await resultOf(
    upload({
      files: [file],
      repositoryUrl: repository.url,
      http,
      signal,
      skipExisting,
      ...(credential === undefined ? {} : { credential }),
      ...(skipExisting && simpleUrl !== undefined ? { lookUp: createFileLookup(createIndexClient({ http, simpleUrl: new URL(simpleUrl) })) } : {}),
    }),
  );
  const [ended] = result.files;
  if (ended === undefined) throw new TypeError('The upload ended without an outcome.');
  const { outcome } = ended;
  if (skipExisting && (outcome.status === 'unchanged' || outcome.status === 'skipped')) {
    records.warning(`Skipping ${distribution.filename} because it appears to already exist`);
    return outcome;
  }
  records.say(`Uploading ${distribution.filename}`);
  if (outcome.status !== 'failed' && !parsed.flags.has('disableProgressBar')) records.say(finishedBar(distribution.sizeBytes, performance.now() - startedAt));
  if (outcome.status === 'uploaded') records.info(`Response from ${repository.url.origin}${repository.url.pathname}:\n200 OK${outcome.said === undefined ? '' : `\n${outcome.said}`}`);
  return outcome;
}

function finishedBar(bytes: number, milliseconds: number): string {
  const rate = milliseconds === 0 ? '?' : `${formatBytes((bytes * 1000) / milliseconds)}/s`;
  const whole = Math.round(milliseconds / 1000);
  return `100% ${'━'.repeat(40)} ${formatBytes(bytes)} • ${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')} • ${rate}`;
}

function projectPages(packages: readonly TwinePackage[], { url }: TwineRepository): readonly string[] {
  const simpleUrl = wellKnownIndexOf(url)?.simpleUrl;
  if (simpleUrl === undefined) return [];
  const pages = packages.map(({ distribution: { metadata, parsed } }) => new URL(`/project/${metadata.name ?? parsed?.name ?? ''}/${metadata.version ?? parsed?.version ?? ''}/`, simpleUrl).href);
  return [...new Set(pages)];
}
