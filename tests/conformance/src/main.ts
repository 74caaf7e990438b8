import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { p256 } from '@noble/curves/nist.js';
import { isCodedError } from '@ropewalk/core';
import { parseJson } from '@ropewalk/encoding';
import { createBundleVerifier, type Artifact } from '@ropewalk/sigstore-verifier';
import { readTrustedRoot, shippedTrustedRoot } from '@ropewalk/trusted-root';

/**
 * The command line of the Sigstore client conformance suite, for verification.
 *
 * @returns 0: verified; 1: not verified; 2: wrong usage.
 * @see https://github.com/sigstore/sigstore-conformance/blob/main/docs/cli_protocol.md
 */
export async function main(args: readonly string[]): Promise<number> {
  const call = callFrom(args);
  if (call === undefined) {
    process.stderr.write('usage: ropewalk-conformance verify-bundle --bundle F --certificate-identity X --certificate-oidc-issuer Y [--trusted-root F] [--key F] FILE|sha256:HEX\n');
    return 2;
  }
  try {
    await verifyBundle(call);
    process.stdout.write('verified\n');
    return 0;
  } catch (error) {
    process.stderr.write(`not verified: ${isCodedError(error) ? `${error.code}: ${error.message}` : String(error)}\n`);
    return 1;
  }
}

/** What one call asks for. */
export interface ConformanceCall {
  readonly bundle: string;
  /** A path, or `sha256:HEX`. */
  readonly file: string;
  readonly identity?: { readonly subjectAlternativeName: string; readonly issuer: string };
  readonly trustedRoot?: string;
  readonly key?: string;
}

/** Verifies one bundle as the suite asks. Throws when it is not verified. */
export async function verifyBundle(call: ConformanceCall): Promise<void> {
  const root = call.trustedRoot === undefined ? shippedTrustedRoot() : await readTrustedRoot(call.trustedRoot);
  const bundle = parseJson(await readFile(call.bundle), { plainNumbers: true });
  const artifact = await artifactOf(call.file);
  const verifier = createBundleVerifier(root);
  if (call.key !== undefined) {
    verifier.verifyWithKey(bundle, createPublicKey(await readFile(call.key)), { artifact });
    return;
  }
  if (call.identity === undefined) throw new TypeError('An identity or a key is needed.');
  verifier.verify(bundle, { artifact, identity: call.identity });
}

function callFrom(args: readonly string[]): ConformanceCall | undefined {
  const text = { type: 'string' } as const;
  const options = { bundle: text, 'certificate-identity': text, 'certificate-oidc-issuer': text, 'trusted-root': text, key: text, staging: { type: 'boolean' } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [command, file, ...others] = positionals;
    const { bundle, key, 'trusted-root': trustedRoot, 'certificate-identity': subjectAlternativeName, 'certificate-oidc-issuer': issuer } = values;
    const identity = subjectAlternativeName === undefined || issuer === undefined ? undefined : { subjectAlternativeName, issuer };
    if (command !== 'verify-bundle' || bundle === undefined || file === undefined || others.length > 0) return undefined;
    if ((identity === undefined) === (key === undefined)) return undefined;
    // Staging's root is not shipped.
    if (values.staging === true && trustedRoot === undefined) return undefined;
    return {
      bundle,
      file,
      ...(identity === undefined ? {} : { identity }),
      ...(trustedRoot === undefined ? {} : { trustedRoot }),
      ...(key === undefined ? {} : { key }),
    };
  } catch {
    return undefined;
  }
}

async function artifactOf(file: string): Promise<Artifact> {
  const sha256 = /^sha256:([0-9a-f]{64})$/.exec(file)?.[1];
  return sha256 === undefined ? { bytes: await readFile(file) } : { sha256, verifyDigest };
}

/** Node cannot verify ECDSA over a ready digest; bundles of this suite are signed with P-256 keys. */
function verifyDigest(digest: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return false;
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  try {
    return p256.verify(signature, digest, point, { prehash: false, format: 'der', lowS: false });
  } catch {
    return false;
  }
}
