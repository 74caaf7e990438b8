import { isCodedError } from '@ropewalk/core';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '@ropewalk/encoding';
import { bundleToAttestation, parseStatement, statementBytes, type Attestation } from '@ropewalk/pep740';
import { SignerError } from './signer-error.ts';

/** An attestation found in a file of bundles. Nothing of it is verified yet. */
export interface FoundAttestation {
  readonly attestation: Attestation;
  readonly predicateType: string;
  /** Where it stood in the file, from 1. */
  readonly position: number;
}

/** What a file of bundles holds for one distribution. */
export interface BundleFile {
  /** Those about the distribution, in the order of the file. */
  readonly found: readonly FoundAttestation[];
  /** Those that cannot be used, with the reason. Bundles about other files are not listed. */
  readonly unusable: readonly { readonly position: number; readonly reason: string }[];
}

const MAX_FILE_BYTES = 32 * 1024 * 1024;
const MAX_BUNDLES = 1_000;

/**
 * Looks for the attestations of one distribution in a file of Sigstore bundles: a single bundle, or one on each line, as
 * `actions/attest` writes them.
 *
 * Only the digest is compared here. Verify what was found before it is used: `@ropewalk/verifier` does.
 *
 * @param content - The file's bytes.
 * @param options.source - Its name, for messages.
 * @param options.sha256 - Lower-case hexadecimal digest of the distribution.
 * @throws {@link SignerError} `BUNDLE_FILE_MALFORMED` when it is neither.
 */
export function attestationsInBundles(
  content: string | Uint8Array,
  options: { readonly source: string; readonly sha256: string },
): BundleFile {
  const { source, sha256 } = options;
  const found: FoundAttestation[] = [];
  const unusable: { position: number; reason: string }[] = [];
  for (const [index, bundle] of bundlesOf(content, source).entries()) {
    const position = index + 1;
    try {
      const attestation = bundleToAttestation(bundle);
      const { subject, predicateType } = parseStatement(statementBytes(attestation));
      if (subject.digest['sha256'] === sha256) found.push({ attestation, predicateType, position });
    } catch (error) {
      if (!isCodedError(error)) throw error;
      unusable.push({ position, reason: error.message });
    }
  }
  return { found, unusable };
}

function bundlesOf(content: string | Uint8Array, source: string): readonly JsonObject[] {
  const text = typeof content === 'string' ? content : Buffer.from(content).toString('utf8');
  if (text.length > MAX_FILE_BYTES) throw malformed(source, `it is larger than ${MAX_FILE_BYTES} bytes`);
  const whole = readObject(text);
  if (whole !== undefined) return [whole];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw malformed(source, 'it is empty');
  if (lines.length > MAX_BUNDLES) throw malformed(source, `it has more than ${MAX_BUNDLES} lines`);
  return lines.map((line, index) => {
    const bundle = readObject(line);
    if (bundle === undefined) throw malformed(source, `line ${index + 1} is not a JSON object`);
    return bundle;
  });
}

function readObject(text: string): JsonObject | undefined {
  try {
    const value: JsonValue = parseJson(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    // Several lines of JSON are no JSON; which line is wrong is found out there.
    return undefined;
  }
}

function malformed(source: string, reason: string): SignerError {
  return new SignerError({
    code: 'BUNDLE_FILE_MALFORMED',
    message: `${source} is no file of Sigstore bundles: ${reason}.`,
    remedy: 'Give a Sigstore bundle, or a file with one bundle on each line.',
  });
}
