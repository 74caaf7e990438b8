import { createHash } from 'node:crypto';
import type { HttpResponse } from '@ropewalk/core';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entryOfAnswer } from '../src/rekor-entry.ts';

const content = { payload: Buffer.from('{}'), signature: 'c2lnbmF0dXJl', certificatePem: '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n' };
const body = {
  apiVersion: '0.0.1',
  kind: 'dsse',
  spec: {
    envelopeHash: { algorithm: 'sha256', value: '00'.repeat(32) },
    payloadHash: { algorithm: 'sha256', value: createHash('sha256').update(content.payload).digest('hex') },
    signatures: [{ signature: content.signature, verifier: Buffer.from(content.certificatePem).toString('base64') }],
  },
};
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
const entry = {
  body: base64(body),
  integratedTime: 1_700_000_000,
  logID: 'ab'.repeat(32),
  logIndex: 0,
  verification: {
    inclusionProof: { checkpoint: 'origin\n1\nroot\n\n— origin AAAA\n', hashes: [] as readonly string[], logIndex: 0, rootHash: 'cd'.repeat(32), treeSize: 1 },
    signedEntryTimestamp: 'AAAA',
  },
};
const uuid = 'ef'.repeat(40);

function responseOf(json: unknown): HttpResponse {
  const bytes = Buffer.from(typeof json === 'string' ? json : JSON.stringify(json));
  return { status: 201, statusText: 'Created', headers: {}, url: new URL('http://rekor.example'), body: bytes, text: () => bytes.toString(), json: () => json };
}
const read = (json: unknown) => entryOfAnswer(responseOf(json), content, 'rekor.example');

describe('an answer of Rekor', () => {
  test('becomes an entry of a bundle, zero indexes and empty path written', () => {
    expect(read({ [uuid]: entry })).toEqual({
      logIndex: '0',
      logId: { keyId: Buffer.from('ab'.repeat(32), 'hex').toString('base64') },
      kindVersion: { kind: 'dsse', version: '0.0.1' },
      integratedTime: '1700000000',
      inclusionPromise: { signedEntryTimestamp: 'AAAA' },
      inclusionProof: {
        logIndex: '0',
        rootHash: Buffer.from('cd'.repeat(32), 'hex').toString('base64'),
        treeSize: '1',
        hashes: [],
        checkpoint: { envelope: entry.verification.inclusionProof.checkpoint },
      },
      canonicalizedBody: entry.body,
    });
  });

  const withBody = (changes: object) => ({ [uuid]: { ...entry, body: base64({ ...body, ...changes }) } });
  const withSpec = (changes: object) => withBody({ spec: { ...body.spec, ...changes } });
  const withVerification = (changes: object) => ({ [uuid]: { ...entry, verification: { ...entry.verification, ...changes } } });
  const withProof = (changes: object) => withVerification({ inclusionProof: { ...entry.verification.inclusionProof, ...changes } });

  test.each<[string, unknown]>([
    ['is not JSON', '<html>'],
    ['is a list', []],
    ['is empty', {}],
    ['holds two entries', { [uuid]: entry, other: entry }],
    ['has no promise', withVerification({ signedEntryTimestamp: undefined })],
    ['has no proof', withVerification({ inclusionProof: undefined })],
    ['has no checkpoint', withProof({ checkpoint: '' })],
    ['has hashes that are no hashes', withProof({ hashes: ['abc'] })],
    ['has no hashes', withProof({ hashes: null })],
    ['has an index below zero', withProof({ logIndex: -1 })],
    ['has half an index', withProof({ logIndex: 0.5 })],
    ['has a log id of another length', { [uuid]: { ...entry, logID: 'ab' } }],
    ['has a body that is not base64', { [uuid]: { ...entry, body: '!' } }],
    ['is of another kind', withBody({ kind: 'hashedrekord' })],
    ['is of another version', withBody({ apiVersion: '0.0.2' })],
    ['is about another payload', withSpec({ payloadHash: { algorithm: 'sha256', value: '00'.repeat(32) } })],
    ['hashes the payload in another way', withSpec({ payloadHash: { ...body.spec.payloadHash, algorithm: 'sha512' } })],
    ['is about another signature', withSpec({ signatures: [{ ...body.spec.signatures[0], signature: 'AAAA' }] })],
    ['names another certificate', withSpec({ signatures: [{ ...body.spec.signatures[0], verifier: 'AAAA' }] })],
    ['has two signatures', withSpec({ signatures: [...body.spec.signatures, ...body.spec.signatures] })],
    ['has no signature', withSpec({ signatures: [] })],
  ])('is refused when it %s', (_name, json) => {
    expect(() => read(json)).toThrow(expect.objectContaining({ code: 'LOG_ENTRY_WRONG', message: expect.stringContaining('rekor.example') }));
  });

  test('is never taken for ours, and never breaks the reader, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string(), fc.json().map((json) => `{"${uuid}":${json}}`)), (text) => {
        expect(() => read(text)).toThrow(expect.objectContaining({ code: 'LOG_ENTRY_WRONG' }));
      }),
    );
  });
});
