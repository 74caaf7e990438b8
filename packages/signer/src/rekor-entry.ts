import { createHash } from 'node:crypto';
import type { HttpResponse } from '@ropewalk/core';
import { decodeBase64, decodeHex, isJsonObject, parseInteger, parseJson, type JsonObject, type JsonValue } from '@ropewalk/encoding';
import { logEntryWrong } from './log-entry-wrong.ts';

/** A log entry as a bundle holds it: protobuf JSON, every member written, also zero indexes and an empty path. */
export type LogEntry = {
  readonly logIndex: string;
  readonly logId: { readonly keyId: string };
  readonly kindVersion: { readonly kind: 'dsse'; readonly version: '0.0.1' };
  /** Seconds since 1970. */
  readonly integratedTime: string;
  readonly inclusionPromise: { readonly signedEntryTimestamp: string };
  readonly inclusionProof: {
    readonly logIndex: string;
    readonly rootHash: string;
    readonly treeSize: string;
    readonly hashes: readonly string[];
    readonly checkpoint: { readonly envelope: string };
  };
  readonly canonicalizedBody: string;
};

/** The envelope an entry must be about. */
export interface SignedContent {
  readonly payload: Uint8Array;
  /** Base64, as sent. */
  readonly signature: string;
  readonly certificatePem: string;
}

/**
 * Reads Rekor's answer, one entry under its UUID, and checks that it is about our envelope. Its proofs are checked later,
 * with the whole bundle.
 *
 * @throws {@link SignerError} `LOG_ENTRY_WRONG`
 */
export function entryOfAnswer(response: HttpResponse, content: SignedContent, host: string): LogEntry {
  try {
    const answers = Object.values(objectOf(parseJson(response.body), 'the answer'));
    const [answer, second] = answers;
    if (answer === undefined || second !== undefined) throw new Error(`the answer holds ${answers.length} entries, not one`);
    const entry = logEntryOf(objectOf(answer, 'the entry'));
    checkIsOurs(entry, content);
    return entry;
  } catch (cause) {
    throw logEntryWrong(host, cause instanceof Error ? cause.message.replace(/\.$/, '') : 'it cannot be read', cause);
  }
}

function logEntryOf(answer: JsonObject): LogEntry {
  const verification = objectOf(answer['verification'], 'verification');
  const proof = objectOf(verification['inclusionProof'], 'inclusionProof');
  const hashes: unknown = proof['hashes'];
  if (!Array.isArray(hashes)) throw new Error('it has no list of hashes');
  return {
    logIndex: integer(answer['logIndex']),
    logId: { keyId: base64OfHash(answer['logID']) },
    kindVersion: { kind: 'dsse', version: '0.0.1' },
    integratedTime: integer(answer['integratedTime']),
    inclusionPromise: { signedEntryTimestamp: base64(verification['signedEntryTimestamp'], 'signedEntryTimestamp') },
    inclusionProof: {
      logIndex: integer(proof['logIndex']),
      rootHash: base64OfHash(proof['rootHash']),
      treeSize: integer(proof['treeSize']),
      hashes: hashes.map(base64OfHash),
      checkpoint: { envelope: text(proof['checkpoint'], 'checkpoint') },
    },
    canonicalizedBody: base64(answer['body'], 'body'),
  };
}

/** The body names our payload, our signature and our certificate, and nothing else. */
function checkIsOurs(entry: LogEntry, content: SignedContent): void {
  const body = objectOf(parseJson(decodeBase64(entry.canonicalizedBody)), 'the body');
  if (body['kind'] !== 'dsse' || body['apiVersion'] !== '0.0.1') throw new Error('it is not a dsse 0.0.1 entry');
  const spec = objectOf(body['spec'], 'spec');
  const payloadHash = objectOf(spec['payloadHash'], 'payloadHash');
  const expectedHash = createHash('sha256').update(content.payload).digest('hex');
  if (payloadHash['algorithm'] !== 'sha256' || payloadHash['value'] !== expectedHash) throw new Error('it is about other content');
  const signatures: unknown = spec['signatures'];
  const [signature, second]: readonly unknown[] = Array.isArray(signatures) ? signatures : [];
  if (!isJsonObject(signature) || second !== undefined) throw new Error('it does not hold exactly one signature');
  if (signature['signature'] !== content.signature) throw new Error('it is about another signature');
  if (signature['verifier'] !== Buffer.from(content.certificatePem).toString('base64')) {
    throw new Error('it names another certificate');
  }
}

function objectOf(value: JsonValue | undefined, name: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw new Error(`${name} is not an object`);
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`it has no ${name}`);
}

function base64(value: unknown, name: string): string {
  return decodeBase64(text(value, name)).toString('base64');
}

function base64OfHash(value: unknown): string {
  return decodeHex(text(value, 'hash'), 32).toString('base64');
}

function integer(value: unknown): string {
  return String(parseInteger(value));
}
