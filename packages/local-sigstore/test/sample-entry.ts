import { generateKeyPairSync, sign } from 'node:crypto';
import { dsse } from '@sigstore/core';

/** A proposed `dsse` entry, signed with a key of its own, and its parts. */
export interface SampleEntry {
  readonly proposed: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly spec: { readonly proposedContent: { readonly envelope: string; readonly verifiers: readonly string[] } };
  };
  readonly envelope: string;
  readonly payload: Buffer;
  readonly signature: string;
  /** A bare public key: the log takes either. */
  readonly certificatePem: string;
}

/** Makes one. */
export function sampleEntry(): SampleEntry {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const payload = Buffer.from('{"_type":"https://in-toto.io/Statement/v1"}');
  const payloadType = 'application/vnd.in-toto+json';
  const signature = sign('sha256', dsse.preAuthEncoding(payloadType, payload), privateKey).toString('base64');
  const certificatePem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const envelope = JSON.stringify({ payload: payload.toString('base64'), payloadType, signatures: [{ sig: signature }] });
  const verifiers = [Buffer.from(certificatePem).toString('base64')];
  return {
    proposed: { apiVersion: '0.0.1', kind: 'dsse', spec: { proposedContent: { envelope, verifiers } } },
    envelope,
    payload,
    signature,
    certificatePem,
  };
}
