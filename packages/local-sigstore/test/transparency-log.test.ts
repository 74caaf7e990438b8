import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { json } from '@sigstore/core';
import { describe, expect, test } from 'vitest';
import { createTransparencyLog, dsseEntryBody, EntryRefused, type RekorEntry, type TransparencyLog } from '../src/index.ts';
import { sampleEntry } from './sample-entry.ts';

function signatureHolds(log: TransparencyLog, text: string, signature: string): boolean {
  const key = createPublicKey({ key: Buffer.from(log.key.publicKey), format: 'der', type: 'spki' });
  return verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

/** Names and types of all members, whatever their values. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shapeOf(member)]));
}

function appended(log: TransparencyLog, text: string): RekorEntry {
  return log.entry(log.append(Buffer.from(text)).uuid) ?? expect.fail();
}

describe.skipIf(!hasFixtures()).each(['github', 'gitlab', 'google'])('beside the real Rekor’s answer for %s', (provider) => {
  const answer = JSON.parse(readFileSync(fixture('sigstore-servers', provider, 'rekor-response.json'), 'utf8'));
  const [realUuid = '', real] = Object.entries<RekorEntry>(answer)[0] ?? expect.fail();
  const bundle = JSON.parse(readFileSync(fixture('sigstore-servers', provider, 'bundle.sigstore.json'), 'utf8'));

  test('makes the same body, byte for byte, of the same envelope and certificate', () => {
    const realBody = JSON.parse(Buffer.from(real.body, 'base64').toString());
    const proposed = {
      apiVersion: '0.0.1',
      kind: 'dsse',
      spec: {
        proposedContent: {
          envelope: JSON.stringify(bundle.dsseEnvelope),
          verifiers: [realBody.spec.signatures[0].verifier],
        },
      },
    };

    expect(Buffer.from(dsseEntryBody(proposed)).toString()).toBe(Buffer.from(real.body, 'base64').toString());
  });

  test('answers members of the same names and types', () => {
    const log = createTransparencyLog();
    for (let index = 0; index < real.verification.inclusionProof.logIndex; index += 1) log.append(Buffer.from(`${index}`));

    const { uuid } = log.append(Buffer.from(real.body, 'base64'));

    expect(shapeOf(log.entry(uuid))).toEqual(shapeOf(real));
    expect(uuid.slice(16)).toBe(realUuid.slice(16));
  });

  test('writes checkpoints of the same form', () => {
    const form = (checkpoint: string) =>
      checkpoint
        .replaceAll(/[A-Za-z0-9+/]{40,}=*/g, 'base64')
        .replaceAll(/\b\d+$/gm, '9')
        .replaceAll(/[\w.]+\.(?:localhost|local)/g, 'origin');
    const log = createTransparencyLog();
    log.append(Buffer.from('entry'));

    expect(form(log.checkpoint())).toEqual(form(real.verification.inclusionProof.checkpoint));
  });
});

describe('a transparency log', () => {
  test('promises body, time, log and index, and signs the promise over canonical JSON', () => {
    const log = createTransparencyLog({ earlierEntries: 1000, now: () => new Date('2026-01-02T03:04:05.678Z') });

    const { verification, ...promised } = appended(log, 'entry');

    expect(promised).toEqual({ body: Buffer.from('entry').toString('base64'), integratedTime: 1767323045, logID: Buffer.from(log.key.logId).toString('hex'), logIndex: 1000 });
    expect(verification.inclusionProof.logIndex).toBe(0);
    expect(signatureHolds(log, json.canonicalize(promised), verification.signedEntryTimestamp)).toBe(true);
  });

  test('signs a checkpoint of the tree that the proof is for', () => {
    const log = createTransparencyLog();
    appended(log, 'first');

    const { checkpoint, treeSize, rootHash } = appended(log, 'second').verification.inclusionProof;

    const [text = '', signatures = ''] = checkpoint.split('\n\n');
    const note = Buffer.from(signatures.trim().split(' ').at(-1) ?? '', 'base64');
    expect(text.split('\n').slice(1)).toEqual([`${treeSize}`, Buffer.from(rootHash, 'hex').toString('base64')]);
    expect(note.subarray(0, 4)).toEqual(Buffer.from(log.key.logId.subarray(0, 4)));
    expect(signatureHolds(log, `${text}\n`, note.subarray(4).toString('base64'))).toBe(true);
  });

  test('logs the same body only once', () => {
    const log = createTransparencyLog();
    const first = log.append(Buffer.from('entry'));

    const second = log.append(Buffer.from('entry'));

    expect([first.isNew, second.isNew]).toEqual([true, false]);
    expect(second.uuid).toBe(first.uuid);
    expect(log.tree.size).toBe(1);
  });

  test('finds entries by UUID with and without the tree’s id, and by index', () => {
    const log = createTransparencyLog({ earlierEntries: 5 });
    const { uuid } = log.append(Buffer.from('entry'));

    expect(uuid).toMatch(/^[0-9a-f]{80}$/);
    expect(log.entry(uuid.slice(16))?.logIndex).toBe(5);
    expect(log.entryAt(5)?.uuid).toBe(uuid);
    expect(log.entryAt(0)).toBeUndefined();
    expect(log.entry('00')).toBeUndefined();
  });
});

describe('a proposed entry', () => {
  test('becomes the hashes of envelope and payload, and the signature with its certificate', () => {
    const { proposed, envelope, payload, certificatePem, signature } = sampleEntry();

    const body = JSON.parse(Buffer.from(dsseEntryBody(proposed)).toString());

    expect(body).toEqual({
      apiVersion: '0.0.1',
      kind: 'dsse',
      spec: {
        envelopeHash: { algorithm: 'sha256', value: createHash('sha256').update(envelope).digest('hex') },
        payloadHash: { algorithm: 'sha256', value: createHash('sha256').update(payload).digest('hex') },
        signatures: [{ signature, verifier: Buffer.from(certificatePem).toString('base64') }],
      },
    });
  });

  test('is refused when no verifier made its signature', () => {
    const { proposed } = sampleEntry();
    const other = sampleEntry();

    const mixed = { ...proposed, spec: { proposedContent: { ...proposed.spec.proposedContent, verifiers: other.proposed.spec.proposedContent.verifiers } } };

    expect(() => dsseEntryBody(mixed)).toThrow(EntryRefused);
  });

  test.each([
    ['nothing', undefined],
    ['another kind', { ...sampleEntry().proposed, kind: 'hashedrekord' }],
    ['another version', { ...sampleEntry().proposed, apiVersion: '0.0.2' }],
    ['no content', { ...sampleEntry().proposed, spec: {} }],
    ['an envelope that is not JSON', { ...sampleEntry().proposed, spec: { proposedContent: { envelope: '{', verifiers: ['AA=='] } } }],
    ['an envelope without signatures', { ...sampleEntry().proposed, spec: { proposedContent: { envelope: '{"payload":"AA==","payloadType":"x","signatures":[]}', verifiers: ['AA=='] } } }],
    ['a verifier that is no certificate', { ...sampleEntry().proposed, spec: { proposedContent: { envelope: sampleEntry().envelope, verifiers: ['AA=='] } } }],
  ])('is refused when it holds %s', (_name, proposed) => {
    expect(() => dsseEntryBody(proposed)).toThrow(EntryRefused);
  });
});
