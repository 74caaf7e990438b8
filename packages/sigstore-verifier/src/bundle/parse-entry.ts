import type { JsonValue } from '@ropewalk/encoding';
import { refuse } from '../refuse.ts';
import { bytesFrom, readMembers, type MemberReader } from './member-reader.ts';
import type { ParsedEntry, ParsedProof } from './parsed-bundle.ts';

const hashBytes = 32;
/** No tree needs more: 2^63 leaves. */
const maxHashes = 63;
const maxCheckpointLength = 65_536;

/** How strictly an entry is read. */
export interface EntryRules {
  /** Protobuf may leave zeros and empty lists out, as those of a log's first entry; PyPI wants them written. */
  readonly zerosMayBeLeftOut: boolean;
}

const entryMembers = ['logIndex', 'logId', 'kindVersion', 'integratedTime', 'inclusionPromise', 'inclusionProof', 'canonicalizedBody'];
const proofMembers = ['logIndex', 'rootHash', 'treeSize', 'hashes', 'checkpoint'];

/** Reads one entry of a transparency log. */
export function parseEntry(json: JsonValue, path: string, rules: EntryRules): ParsedEntry {
  const entry = readMembers(json, path, entryMembers);
  if (!rules.zerosMayBeLeftOut) requireMembers(entry, ['logIndex']);
  const kindVersion = entry.object('kindVersion', ['kind', 'version']);
  return {
    logIndex: entry.integer('logIndex'),
    logId: hash(entry.object('logId', ['keyId']).bytes('keyId'), `${entry.path}.logId`),
    kind: kindVersion.text('kind'),
    version: kindVersion.text('version'),
    integratedTime: entry.integer('integratedTime'),
    promise: entry.has('inclusionPromise') ? entry.object('inclusionPromise', ['signedEntryTimestamp']).bytes('signedEntryTimestamp') : undefined,
    proof: entry.has('inclusionProof') ? proofFrom(entry.object('inclusionProof', proofMembers), rules) : undefined,
    body: entry.bytes('canonicalizedBody'),
  };
}

function proofFrom(proof: MemberReader, rules: EntryRules): ParsedProof {
  if (!rules.zerosMayBeLeftOut) requireMembers(proof, ['logIndex', 'treeSize', 'hashes']);
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

function requireMembers(reader: MemberReader, names: readonly string[]): void {
  const missing = names.find((name) => !reader.has(name));
  if (missing !== undefined) throw refuse('BUNDLE_MALFORMED', `The bundle's ${reader.path}.${missing} is missing.`);
}

function checkpointFrom(proof: MemberReader): string {
  if (!proof.has('checkpoint')) throw refuse('INCLUSION_PROOF_MISSING', 'The inclusion proof has no checkpoint.');
  const checkpoint = proof.object('checkpoint', ['envelope']).text('envelope');
  if (checkpoint.length > maxCheckpointLength) throw refuse('BUNDLE_TOO_LARGE', 'The checkpoint is larger than any checkpoint is.');
  return checkpoint;
}

function hash(bytes: Buffer, path: string): Buffer {
  if (bytes.length === hashBytes) return bytes;
  throw refuse('BUNDLE_MALFORMED', `The bundle's ${path} is not ${hashBytes} bytes long.`);
}
