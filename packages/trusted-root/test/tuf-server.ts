import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Key, MetaFile, Metadata, Root, Signature, Snapshot, TargetFile, Targets, Timestamp } from '@tufjs/models';

/** What one state of the repository says. Everything left out is as it should be. */
export interface RepositoryState {
  readonly trustedRoot: string;
  readonly version: number;
  /** Default: in a day. */
  readonly timestampExpires?: Date;
  /** Version of targets that the snapshot names. Default: `version`. */
  readonly targetsVersionInSnapshot?: number;
  /** Signs the timestamp with a key nobody trusts. */
  readonly foreignTimestampKey?: boolean;
  /** Serves another target file than the one whose digest is signed. */
  readonly servedTrustedRoot?: string;
}

/** A real TUF repository on loopback. */
export interface TufServer {
  readonly url: URL;
  /** Root metadata version 1, as text: what trust starts from. */
  readonly root: string;
  /** Every path asked for. */
  readonly requests: string[];
  /** Publishes a state, over the one before. */
  publish(state: RepositoryState): void;
  /** Adds another version of the root metadata, with a new timestamp key. */
  rotateRoot(): void;
  /** Serves exactly these files from now on (a state kept by {@link files}). */
  restore(files: ReadonlyMap<string, string>): void;
  files(): ReadonlyMap<string, string>;
  close(): Promise<void>;
}

interface Pair {
  readonly key: Key;
  readonly privateKey: KeyObject;
}

const day = 24 * 60 * 60 * 1000;

/** Starts a repository that signs with fresh Ed25519 keys. */
export async function startTufServer(): Promise<TufServer> {
  let files = new Map<string, string>();
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const body = files.get((request.url ?? '').slice(1));
    response.writeHead(body === undefined ? 404 : 200).end(body ?? 'not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const rootKey = pair();
  let onlineKey = pair();
  let rootVersion = 0;
  const addRoot = (): string => {
    rootVersion += 1;
    const root = new Root({ version: rootVersion, specVersion: '1.0.31', expires: inDays(365), consistentSnapshot: true });
    root.addKey(rootKey.key, 'root');
    for (const role of ['timestamp', 'snapshot', 'targets']) root.addKey(onlineKey.key, role);
    const text = signed(new Metadata(root), rootKey);
    files.set(`${rootVersion}.root.json`, text);
    return text;
  };
  const firstRoot = addRoot();

  return {
    url: new URL(`http://127.0.0.1:${port}/`),
    root: firstRoot,
    requests,
    publish(state) {
      const { version, trustedRoot } = state;
      const bytes = Buffer.from(trustedRoot);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const targets = new Targets({ version, specVersion: '1.0.31', expires: inDays(30) });
      targets.addTarget(new TargetFile({ path: 'trusted_root.json', length: bytes.length, hashes: { sha256 } }));
      const meta = new MetaFile({ version: state.targetsVersionInSnapshot ?? version });
      const snapshot = new Snapshot({ version, specVersion: '1.0.31', expires: inDays(30), meta: { 'targets.json': meta } });
      const snapshotText = signed(new Metadata(snapshot), onlineKey);
      const timestamp = new Timestamp({
        version,
        specVersion: '1.0.31',
        expires: (state.timestampExpires ?? new Date(Date.now() + day)).toISOString(),
        snapshotMeta: new MetaFile({ version, length: Buffer.byteLength(snapshotText), hashes: { sha256: createHash('sha256').update(snapshotText).digest('hex') } }),
      });
      files.set(`targets/${sha256}.trusted_root.json`, state.servedTrustedRoot ?? trustedRoot);
      files.set(`${state.targetsVersionInSnapshot ?? version}.targets.json`, signed(new Metadata(targets), onlineKey));
      files.set(`${version}.snapshot.json`, snapshotText);
      files.set('timestamp.json', signed(new Metadata(timestamp), state.foreignTimestampKey === true ? pair() : onlineKey));
    },
    rotateRoot() {
      onlineKey = pair();
      addRoot();
    },
    restore(kept) {
      files = new Map(kept);
    },
    files: () => new Map(files),
    close: () => new Promise((resolve, reject) => server.close((error) => (error === undefined ? resolve() : reject(error)))),
  };
}

function pair(): Pair {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const keyValue = Buffer.from(x, 'base64url').toString('hex');
  const keyID = createHash('sha256').update(keyValue).digest('hex');
  return { privateKey, key: new Key({ keyID, keyType: 'ed25519', scheme: 'ed25519', keyVal: { public: keyValue } }) };
}

function signed(metadata: Metadata<Root | Timestamp | Snapshot | Targets>, { key, privateKey }: Pair): string {
  metadata.sign((bytes) => new Signature({ keyID: key.keyID, sig: sign(null, bytes, privateKey).toString('hex') }));
  return JSON.stringify(metadata.toJSON());
}

function inDays(days: number): string {
  return new Date(Date.now() + days * day).toISOString();
}
