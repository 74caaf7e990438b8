import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { HttpClient } from '@ropewalk/core';
import { dsse } from '@sigstore/core';

/** An answer as both sides are compared: its body parsed where it is JSON. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly location: string | undefined;
  readonly body: unknown;
}

/** A request for a certificate, as JavaScript's client sends it. */
export interface CertificateRequest {
  readonly body: object;
  readonly privateKey: KeyObject;
}

/** Asks one server. */
export async function ask(http: HttpClient, url: URL, body?: unknown): Promise<Answer> {
  const post = { method: 'POST' as const, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await http.request({ url, ...(body === undefined ? {} : post) });
  const text = response.text();
  const contentType = (response.headers['content-type'] ?? '').split(';')[0] ?? '';
  return { status: response.status, contentType, location: response.headers['location'], body: contentType.includes('json') && text !== '' ? JSON.parse(text) : text };
}

/** Makes one, with a fresh key. */
export function certificateRequest(token: string, challenge: string): CertificateRequest {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const content = publicKey.export({ type: 'spki', format: 'pem' });
  const proofOfPossession = sign('sha256', Buffer.from(challenge), privateKey).toString('base64');
  return {
    privateKey,
    body: { credentials: { oidcIdentityToken: token }, publicKeyRequest: { publicKey: { algorithm: 'ECDSA', content }, proofOfPossession } },
  };
}

/** The certificates in Fulcio's answer. */
export function chainOf(answer: Answer): readonly string[] {
  const { signedCertificateEmbeddedSct } = answer.body as { signedCertificateEmbeddedSct: { chain: { certificates: readonly string[] } } };
  return signedCertificateEmbeddedSct.chain.certificates;
}

/** A proposed `dsse` entry. */
export function proposedEntry(certificatePem: string, privateKey: KeyObject, payload = '{"_type":"https://in-toto.io/Statement/v1"}'): object {
  const payloadType = 'application/vnd.in-toto+json';
  const sig = sign('sha256', dsse.preAuthEncoding(payloadType, Buffer.from(payload)), privateKey).toString('base64');
  const envelope = JSON.stringify({ payload: Buffer.from(payload).toString('base64'), payloadType, signatures: [{ sig }] });
  return { apiVersion: '0.0.1', kind: 'dsse', spec: { proposedContent: { envelope, verifiers: [Buffer.from(certificatePem).toString('base64')] } } };
}

/** Names and types of all members, whatever their values. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [/^[0-9a-f]{64,}$/.test(key) ? 'uuid' : key, shapeOf(member)]));
}
