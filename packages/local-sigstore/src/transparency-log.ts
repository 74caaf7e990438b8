import { randomBytes } from 'node:crypto';
import { json } from '@sigstore/core';
import { createLogKey, type LogKey } from './log-key.ts';
import { createMerkleTree, leafHash, type MerkleTree } from './merkle-tree.ts';

/** An entry as Rekor v1 answers it. */
export interface RekorEntry {
  /** Base64 of the canonical body. */
  readonly body: string;
  /** Seconds since 1970. */
  readonly integratedTime: number;
  /** Hex. */
  readonly logID: string;
  /** Index over all shards of the log. */
  readonly logIndex: number;
  readonly verification: {
    readonly inclusionProof: RekorInclusionProof;
    /** Base64. */
    readonly signedEntryTimestamp: string;
  };
}

/** An inclusion proof as Rekor v1 answers it; hashes in hex, the index inside the shard. */
export interface RekorInclusionProof {
  readonly checkpoint: string;
  readonly hashes: readonly string[];
  readonly logIndex: number;
  readonly rootHash: string;
  readonly treeSize: number;
}

/** A log like Rekor v1, with the real tree and the real signatures. It logs any body: what is a fit entry, others decide. */
export interface TransparencyLog {
  readonly key: LogKey;
  readonly tree: MerkleTree;
  /** The name in its checkpoints, e.g. `rekor.ropewalk.localhost`. */
  readonly origin: string;
  readonly treeId: string;
  /** Logs a body, unless it is already there. */
  append(body: Uint8Array): { readonly uuid: string; readonly isNew: boolean };
  /** The entry with this UUID (with or without the tree's id), proved against the tree as it is now. */
  entry(uuid: string): RekorEntry | undefined;
  /** The entry at this index over all shards. */
  entryAt(logIndex: number): { readonly uuid: string; readonly entry: RekorEntry } | undefined;
  /** The UUID this body has, or would have. */
  uuidOf(body: Uint8Array): string;
  /** The tree's head as a signed note. */
  checkpoint(): string;
}

/** How a log is made. */
export interface TransparencyLogOptions {
  /** Default: the real clock. */
  readonly now?: () => Date;
  /** Default `rekor.ropewalk.localhost`. */
  readonly origin?: string;
  /** How many entries the earlier, closed shards hold. Default 0. */
  readonly earlierEntries?: number;
}

interface LoggedBody {
  readonly index: number;
  readonly body: Uint8Array;
  readonly integratedTime: number;
}

/** Makes an empty log with a fresh key. */
export function createTransparencyLog(options: TransparencyLogOptions = {}): TransparencyLog {
  const { origin = 'rekor.ropewalk.localhost', earlierEntries = 0 } = options;
  const now = options.now ?? (() => new Date());
  const key = createLogKey();
  const tree = createMerkleTree();
  const treeId = positive63Bits();
  const records = new Map<string, LoggedBody>();
  const uuids: string[] = [];

  const uuidOf = (body: Uint8Array) => treeId.toString(16).padStart(16, '0') + hex(leafHash(body));

  function checkpoint(): string {
    const text = `${origin} - ${treeId}\n${tree.size}\n${base64(tree.root())}\n`;
    const keyHint = key.logId.subarray(0, 4);
    return `${text}\n— ${origin} ${base64(Buffer.concat([keyHint, key.sign(Buffer.from(text))]))}\n`;
  }

  function entryOf(record: LoggedBody): RekorEntry {
    const promised = {
      body: base64(record.body),
      integratedTime: record.integratedTime,
      logID: hex(key.logId),
      logIndex: earlierEntries + record.index,
    };
    return {
      ...promised,
      verification: {
        inclusionProof: {
          checkpoint: checkpoint(),
          hashes: tree.inclusionProof(record.index).map(hex),
          logIndex: record.index,
          rootHash: hex(tree.root()),
          treeSize: tree.size,
        },
        signedEntryTimestamp: base64(key.sign(Buffer.from(json.canonicalize(promised)))),
      },
    };
  }

  return {
    key,
    tree,
    origin,
    treeId: treeId.toString(),
    uuidOf,
    checkpoint,
    append(body) {
      const uuid = uuidOf(body);
      if (records.has(uuid)) return { uuid, isNew: false };
      const index = tree.append(body);
      records.set(uuid, { index, body, integratedTime: Math.floor(now().getTime() / 1000) });
      uuids.push(uuid);
      return { uuid, isNew: true };
    },
    entry(uuid) {
      const record = records.get(uuid.length === 64 ? treeId.toString(16).padStart(16, '0') + uuid : uuid);
      return record === undefined ? undefined : entryOf(record);
    },
    entryAt(logIndex) {
      const uuid = uuids[logIndex - earlierEntries];
      const record = uuid === undefined ? undefined : records.get(uuid);
      return uuid === undefined || record === undefined ? undefined : { uuid, entry: entryOf(record) };
    },
  };
}

function positive63Bits(): bigint {
  return randomBytes(8).readBigUInt64BE() >> 1n;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
