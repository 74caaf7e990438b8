import { readFile } from 'node:fs/promises';
import { parseSigningConfig, stagingInstance, type SigstoreInstance } from '@ropewalk/signer';
import { readTrustedRoot } from '@ropewalk/trusted-root';
import { parseAddress } from './destination.ts';
import { PublishError } from './publish-error.ts';
import type { SigstoreOptions } from './signing-options.ts';
import type { TrustedSigstore } from './sigstore-instance.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads which Sigstore signs. An option and the same variable are one setting; where it is said in two ways, that is an error.
 *
 * @returns `undefined`: the public good instance.
 * @throws {@link PublishError} `CONFIGURATION_CONFLICT`; `SignerError` `SIGNING_CONFIG_UNUSABLE`; `TrustedRootError`
 */
export async function readSigstore(options: SigstoreOptions, env: Environment, now: () => Date): Promise<TrustedSigstore | undefined> {
  const parts = partsOf(options, env);
  const { fulcioUrl, rekorUrl, signingConfigFile, trustedRootFile, staging } = parts;
  const hasAddress = fulcioUrl !== undefined || rekorUrl !== undefined;
  const ways = [hasAddress, signingConfigFile !== undefined, staging].filter(Boolean);
  if (ways.length === 0 && trustedRootFile === undefined) return undefined;
  if (ways.length > 1) {
    throw conflict('Which Sigstore signs is said more than once.', 'Give addresses (--fulcio-url, --rekor-url), --signing-config or --staging: one of them.');
  }
  if (staging && trustedRootFile === undefined) {
    throw conflict('The staging instance is named, but not its trusted root.', 'Give --trusted-root too: the trusted_root.json that Sigstore distributes for staging.');
  }
  if (trustedRootFile === undefined || ways.length === 0 || (hasAddress && (fulcioUrl === undefined || rekorUrl === undefined))) {
    throw conflict(
      'Fulcio, Rekor and the trusted root belong to one Sigstore, but only some of them are given.',
      'Give --fulcio-url, --rekor-url and --trusted-root together (or their ROPEWALK_ variables), or none of them; --signing-config stands for the first two.',
    );
  }
  return { ...(await instanceOf(parts, now)), trustedRoot: await readTrustedRoot(trustedRootFile) };
}

type Parts = ReturnType<typeof partsOf>;

/** Options win as a whole over the environment where both say it in different ways. */
function partsOf(options: SigstoreOptions, env: Environment) {
  const variable = (name: string): string | undefined => env[name] || undefined;
  const chosen = options.staging === true || options.signingConfigFile !== undefined;
  const given = options.fulcioUrl !== undefined || options.rekorUrl !== undefined;
  return {
    fulcioUrl: options.fulcioUrl ?? (chosen ? undefined : variable('ROPEWALK_FULCIO_URL')),
    rekorUrl: options.rekorUrl ?? (chosen ? undefined : variable('ROPEWALK_REKOR_URL')),
    signingConfigFile: options.signingConfigFile ?? (given || options.staging === true ? undefined : variable('ROPEWALK_SIGNING_CONFIG')),
    trustedRootFile: options.trustedRootFile ?? variable('ROPEWALK_TRUSTED_ROOT'),
    staging: options.staging === true,
  };
}

async function instanceOf({ fulcioUrl, rekorUrl, signingConfigFile }: Parts, now: () => Date): Promise<SigstoreInstance> {
  if (signingConfigFile !== undefined) return parseSigningConfig(await readConfig(signingConfigFile), { source: signingConfigFile, now });
  if (fulcioUrl === undefined || rekorUrl === undefined) return stagingInstance;
  return { fulcioUrl: parseAddress(fulcioUrl, 'Fulcio'), rekorUrl: parseAddress(rekorUrl, 'Rekor') };
}

async function readConfig(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw conflict(`The signing configuration ${path} cannot be read.`, 'Check the path.', cause);
  }
}

function conflict(message: string, remedy: string, cause?: unknown): PublishError {
  return new PublishError({ code: 'CONFIGURATION_CONFLICT', message, remedy, cause });
}
