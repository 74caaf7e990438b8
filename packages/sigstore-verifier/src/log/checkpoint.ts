import { decodeBase64 } from '@ropewalk/encoding';
import { refuse } from '../refuse.ts';

/** A signed note of a transparency log: how large its tree is and what its root is. */
export interface Checkpoint {
  readonly origin: string;
  readonly treeSize: number;
  readonly rootHash: Buffer;
  readonly signatures: readonly { readonly name: string; readonly keyHint: Buffer }[];
}

const signatureLine = /^\u2014 (\S+) (\S+)$/;

/**
 * Reads a checkpoint strictly: at least three lines, an empty one, then signature lines and nothing else.
 *
 * @see https://github.com/transparency-dev/formats/blob/main/log/README.md
 * @throws {@link SigstoreVerificationError} `CHECKPOINT`
 */
export function parseCheckpoint(envelope: string): Checkpoint {
  const end = envelope.indexOf('\n\n');
  if (end === -1 || !envelope.endsWith('\n')) throw malformed('it is no signed note');
  const [origin = '', size = '', root = ''] = envelope.slice(0, end).split('\n');
  if (origin === '') throw malformed('it names no log');
  if (!/^(?:0|[1-9]\d{0,14})$/.test(size)) throw malformed('it states no tree size');
  const signatures = envelope.slice(end + 2, -1).split('\n').map(signatureFrom);
  return { origin, treeSize: Number(size), rootHash: rootHashFrom(root), signatures };
}

function rootHashFrom(text: string): Buffer {
  const hash = base64(text);
  if (hash?.length !== 32) throw malformed('it states no root hash');
  return hash;
}

function signatureFrom(line: string): Checkpoint['signatures'][number] {
  const [, name, signature] = signatureLine.exec(line) ?? [];
  const bytes = base64(signature ?? '');
  if (name === undefined || bytes === undefined || bytes.length < 5) throw malformed('a line of it is no signature');
  return { name, keyHint: bytes.subarray(0, 4) };
}

function base64(text: string): Buffer | undefined {
  try {
    return decodeBase64(text);
  } catch {
    return undefined;
  }
}

function malformed(reason: string): Error {
  return refuse('CHECKPOINT', `The log's checkpoint cannot be read: ${reason}.`);
}
