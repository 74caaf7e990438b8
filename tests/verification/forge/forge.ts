import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { dsseEntryBody, principalOf, type CertificateRequest, type RekorEntry } from '@ropewalk/local-sigstore';
import { createStatement, parseAttestation, type Attestation } from '@ropewalk/pep740';
import { githubClaims } from './github-claims.ts';
import type { World } from './world.ts';

/** The file all forgeries are about. */
export const sample = {
  filename: 'sampleproject-1.2.3-py3-none-any.whl',
  sha256: createHash('sha256').update('the wheel').digest('hex'),
};

/** What a forger changes. Everything left out is done as it should be. */
export interface Forgery {
  readonly claims?: Readonly<Record<string, string>>;
  /** In place of GitHub's: the claims of a token of another kind. */
  readonly onlyClaims?: object;
  /** Changes what the certificate shall say. */
  readonly certificate?: (request: CertificateRequest) => CertificateRequest;
  readonly keys?: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly statement?: Uint8Array | string;
  readonly payloadType?: string;
  /** Changes the body of the log entry. */
  readonly body?: (body: Record<string, unknown>, parts: SignedParts) => unknown;
  /** Changes the log's answer. */
  readonly entry?: (entry: RekorEntry) => RekorEntry;
  /** Changes the finished attestation, as text. */
  readonly attestation?: (text: string) => string;
  /** Another world whose log takes the entry. */
  readonly logOf?: World;
  /** Another world whose authority issues the certificate. */
  readonly authorityOf?: World;
}

/** What a signature is made of. */
export interface SignedParts {
  readonly certificatePem: string;
  readonly signature: Uint8Array;
  readonly signedBytes: Uint8Array;
}

/** Signs, logs and packs an attestation in a world of our own, with one thing done wrong. */
export async function forge(world: World, forgery: Forgery = {}): Promise<Attestation> {
  const keys = forgery.keys ?? generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { subjectAlternativeName, extensions } = principalOf({ ...(forgery.onlyClaims ?? githubClaims), ...forgery.claims });
  const request = { publicKey: keys.publicKey, subjectAlternativeName, extensions };
  const certificate = await (forgery.authorityOf ?? world).authority.issue(forgery.certificate?.(request) ?? request);

  const statement = Buffer.from(forgery.statement ?? createStatement(sample));
  const payloadType = forgery.payloadType ?? 'application/vnd.in-toto+json';
  const signedBytes = preAuthEncoding(payloadType, statement);
  const signature = sign('sha256', signedBytes, keys.privateKey);
  const body = loggedBody(statement, payloadType, signature, certificate.pem);
  const changed = forgery.body?.(body, { certificatePem: certificate.pem, signature, signedBytes }) ?? body;
  const { transparencyLog } = forgery.logOf ?? world;
  // Neighbours, so that the proof has hashes.
  for (const neighbour of ['a', 'b', 'c']) transparencyLog.append(Buffer.from(`${neighbour}${Math.random()}`));
  const { uuid } = transparencyLog.append(Buffer.from(typeof changed === 'string' ? changed : JSON.stringify(changed)));
  const entry = transparencyLog.entry(uuid);
  if (entry === undefined) throw new TypeError('The log lost its entry.');

  const text = JSON.stringify({
    version: 1,
    verification_material: {
      certificate: base64(certificate.der),
      transparency_entries: [wireEntry(forgery.entry?.(entry) ?? entry, kindOf(changed))],
    },
    envelope: { statement: base64(statement), signature: base64(signature) },
  });
  return parseAttestation(forgery.attestation?.(text) ?? text);
}

/** DSSE's encoding of what is signed. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `), payload]);
}

function loggedBody(payload: Buffer, payloadType: string, signature: Buffer, pem: string): Record<string, unknown> {
  const envelope = JSON.stringify({ payload: base64(payload), payloadType, signatures: [{ sig: base64(signature), keyid: '' }] });
  const proposed = { apiVersion: '0.0.1', kind: 'dsse', spec: { proposedContent: { envelope, verifiers: [base64(Buffer.from(pem))] } } };
  return JSON.parse(Buffer.from(dsseEntryBody(proposed)).toString('utf8')) as Record<string, unknown>;
}

function kindOf(body: unknown): { readonly kind: string; readonly version: string } {
  const { kind = 'dsse', apiVersion = '0.0.1' } = (typeof body === 'string' ? JSON.parse(body) : body) as { readonly kind?: string; readonly apiVersion?: string };
  return { kind, version: apiVersion };
}

function wireEntry(entry: RekorEntry, kindVersion: object): object {
  const { inclusionProof: proof, signedEntryTimestamp } = entry.verification;
  const fromHex = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: fromHex(entry.logID) },
    kindVersion,
    integratedTime: String(entry.integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(proof.logIndex),
      rootHash: fromHex(proof.rootHash),
      treeSize: String(proof.treeSize),
      hashes: proof.hashes.map(fromHex),
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: entry.body,
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
