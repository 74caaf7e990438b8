import { refuse } from '../refuse.ts';
import { bytesFrom, type MemberReader } from './member-reader.ts';
import type { ParsedEntry, ParsedProof } from './parsed-bundle.ts';

const hashBytes = 32;
/** No tree needs more: 2^63 leaves. */
const maxHashes = 63;
const maxCheckpointLength = 65_536;

/** Reads one entry of a transparency log. */
export function parseEntry(entry: MemberReader): ParsedEntry {
  const kindVersion = entry.object('kindVersion');
  return {
    logIndex: entry.integer('logIndex'),
    logId: hash(entry.object('logId').bytes('keyId'), `${entry.path}.logId`),
    kind: kindVersion.text('kind'),
    version: kindVersion.text('version'),
    integratedTime: entry.integer('integratedTime'),
    promise: entry.has('inclusionPromise') ? entry.object('inclusionPromise').bytes('signedEntryTimestamp') : undefined,
    proof: entry.has('inclusionProof') ? proofFrom(entry.object('inclusionProof')) : undefined,
    body: entry.bytes('canonicalizedBody'),
  };
}

function proofFrom(proof: MemberReader): ParsedProof {
  return {
    logIndex: proof.integer('logIndex'),
    treeSize: proof.integer('treeSize'),
    rootHash: hash(proof.bytes('rootHash'), `${proof.path}.rootHash`),
    hashes: proof.list('hashes', maxHashes).map((value, index) => {
      const path = `${proof.path}.hashes[${index}]`;
      return hash(bytesFrom(value, path), path);
    }),
    checkpoint: checkpointFrom(proof),
  };
}

function checkpointFrom(proof: MemberReader): string {
  if (!proof.has('checkpoint')) throw refuse('INCLUSION_PROOF_MISSING', 'The inclusion proof has no checkpoint.');
  const checkpoint = proof.object('checkpoint').text('envelope');
  if (checkpoint.length > maxCheckpointLength) throw refuse('BUNDLE_TOO_LARGE', 'The checkpoint is larger than any checkpoint is.');
  return checkpoint;
}

function hash(bytes: Buffer, path: string): Buffer {
  if (bytes.length === hashBytes) return bytes;
  throw refuse('BUNDLE_MALFORMED', `The bundle's ${path} is not ${hashBytes} bytes long.`);
}
