import { createHash, createPublicKey, verify, X509Certificate, type KeyObject } from 'node:crypto';
import { dsse, json } from '@sigstore/core';

/** A proposed entry is not fit for the log. The message goes to the client, as Rekor's does. */
export class EntryRefused extends Error {
  override readonly name = 'EntryRefused';
}

/**
 * Turns a proposed `dsse` 0.0.1 entry into the body the log keeps.
 *
 * @param proposed - The request's JSON.
 * @returns Canonical JSON (RFC 8785) with the hashes of envelope and payload, and each signature with its verifier.
 * @throws {@link EntryRefused} unless every signature of the envelope was made by one of the verifiers.
 */
export function dsseEntryBody(proposed: unknown): Uint8Array {
  const { kind, apiVersion, spec } = recordOf(proposed, 'entry');
  if (kind !== 'dsse' || apiVersion !== '0.0.1') throw new EntryRefused('this log takes dsse 0.0.1 only');
  const { envelope: envelopeText, verifiers } = recordOf(recordOf(spec, 'spec')['proposedContent'], 'proposedContent');
  const envelope = recordOf(parseJson(stringOf(envelopeText, 'envelope')), 'envelope');
  const payload = Buffer.from(stringOf(envelope['payload'], 'payload'), 'base64');
  const signedBytes = dsse.preAuthEncoding(stringOf(envelope['payloadType'], 'payloadType'), payload);
  const keys = listOf(verifiers, 'verifiers').map((verifier) => verifierOf(stringOf(verifier, 'verifier')));
  const signatures = listOf(envelope['signatures'], 'signatures')
    .map((signature) => stringOf(recordOf(signature, 'signature')['sig'], 'sig'))
    .sort()
    .map((signature) => ({ signature, verifier: verifierThatSigned(keys, signedBytes, signature).content }));
  const body = {
    apiVersion,
    kind,
    spec: {
      envelopeHash: sha256Of(stringOf(envelopeText, 'envelope')),
      payloadHash: sha256Of(payload),
      signatures,
    },
  };
  return Buffer.from(json.canonicalize(body), 'utf8');
}

interface Verifier {
  readonly key: KeyObject;
  /** Base64 of the canonical PEM. */
  readonly content: string;
}

function verifierOf(base64Pem: string): Verifier {
  const pem = Buffer.from(base64Pem, 'base64').toString('utf8');
  try {
    if (!pem.includes('CERTIFICATE')) {
      const key = createPublicKey(pem);
      return { key, content: Buffer.from(key.export({ type: 'spki', format: 'pem' })).toString('base64') };
    }
    const certificate = new X509Certificate(pem);
    return { key: certificate.publicKey, content: Buffer.from(certificate.toString()).toString('base64') };
  } catch {
    throw new EntryRefused('verifier is not a PEM certificate or public key');
  }
}

function verifierThatSigned(verifiers: readonly Verifier[], signedBytes: Buffer, signature: string): Verifier {
  // The real log takes EC signatures with SHA-256 only, whatever the curve.
  const found = verifiers.find(({ key }) => verify('sha256', signedBytes, key, Buffer.from(signature, 'base64')));
  if (found === undefined) throw new EntryRefused('could not verify envelope: no key could verify a signature');
  return found;
}

function sha256Of(data: string | Uint8Array): { readonly algorithm: 'sha256'; readonly value: string } {
  return { algorithm: 'sha256', value: createHash('sha256').update(data).digest('hex') };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EntryRefused('envelope is not JSON');
  }
}

function recordOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new EntryRefused(`${name} is not an object`);
}

function stringOf(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new EntryRefused(`${name} is not a string`);
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw new EntryRefused(`${name} is not a list with content`);
}
