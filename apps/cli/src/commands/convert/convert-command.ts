import { isCodedError } from '@ropewalk/core';
import { isJsonObject, parseJson } from '@ropewalk/encoding';
import { AttestationError, attestationToBundle, parseAttestation, parseProvenance, serializeAttestation, type Attestation } from '@ropewalk/pep740';
import { CommandError } from '../../command-error.ts';
import { parseBundles } from '../../evidence/parse-bundles.ts';
import { exitCodes } from '../../exit-codes.ts';
import { processConsole as console } from '../../output/console.ts';
import { writeNew } from '../../output/write-new.ts';
import { readBounded } from '../../read-bounded.ts';
import { requireFile } from '../../require-files.ts';
import { textOption } from '../../text-option.ts';

const maxBytes = 32 * 1024 * 1024;

/** `ropewalk convert IN --to attestation|bundle`: several bundles are written one a line, an attestation is always one. */
export async function convertCommand(file: string, options: Readonly<Record<string, unknown>>): Promise<number> {
  await requireFile(file);
  const attestations = attestationsIn(await readBounded(file, maxBytes), file);
  const text = options['to'] === 'bundle' ? bundlesText(attestations) : attestationText(attestations, file);
  const output = textOption(options, 'output');
  if (output === undefined) console.data(text);
  else await writeNew(output, text);
  return exitCodes.ok;
}

/** Whatever form they are in. */
function attestationsIn(bytes: Uint8Array, file: string): readonly Attestation[] {
  const json = objectIn(bytes);
  if (json !== undefined && 'attestation_bundles' in json) return parseProvenance(bytes).attestation_bundles.flatMap(({ attestations }) => attestations);
  if (json !== undefined && 'verification_material' in json) return [parseAttestation(bytes)];
  try {
    return parseBundles(bytes);
  } catch (error) {
    // Where nothing says that it was to be a bundle, it may as well have been one of the others.
    if (!isCodedError(error) || error.code !== 'BUNDLE_MALFORMED' || (json !== undefined && 'verificationMaterial' in json)) throw error;
    throw new AttestationError({
      code: 'ATTESTATION_MALFORMED',
      message: `${file} is neither an attestation, nor a provenance, nor a Sigstore bundle.`,
      remedy: 'Look at it with ropewalk inspect.',
      cause: error,
    });
  }
}

function objectIn(bytes: Uint8Array): object | undefined {
  try {
    const json = parseJson(bytes, { maxBytes });
    return isJsonObject(json) ? json : undefined;
  } catch {
    // Not one document: the reader of bundles says what is wrong.
    return undefined;
  }
}

function bundlesText(attestations: readonly Attestation[]): string {
  return attestations.map((attestation) => `${JSON.stringify(attestationToBundle(attestation))}\n`).join('');
}

function attestationText(attestations: readonly Attestation[], file: string): string {
  const [only, ...others] = attestations;
  if (only !== undefined && others.length === 0) return serializeAttestation(only);
  throw new CommandError({
    code: 'USAGE_OPTION',
    message: `${file} holds ${attestations.length} attestations, and a file of that form holds one.`,
    remedy: 'Convert them one by one.',
  });
}
