import { decodeHex, isJsonObject, type JsonObject, type JsonValue } from '@ropewalk/encoding';
import { IN_TOTO_STATEMENT_TYPE, PUBLISH_PREDICATE_TYPE } from './constants.ts';
import { malformed, parseDocument, refusal } from './parse-document.ts';

/** An in-toto statement about exactly one distribution. */
export interface Statement {
  readonly subject: {
    /** The file's name, as the signer wrote it. */
    readonly name: string;
    /** Algorithm → lower-case hexadecimal. */
    readonly digest: Readonly<Record<string, string>>;
  };
  readonly predicateType: string;
  /** `null` also when it is absent. */
  readonly predicate: JsonObject | null;
}

/** What a statement is made of. */
export interface StatementFields {
  readonly filename: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Default {@link PUBLISH_PREDICATE_TYPE}. */
  readonly predicateType?: string;
  /** Default `null`, which is what a publish attestation holds. */
  readonly predicate?: JsonObject | null;
}

/** The digests PyPI's verifier reads, and their sizes in bytes. Any other makes it refuse the whole statement. */
const digestBytes = new Map([
  ['sha256', 32],
  ['sha384', 48],
  ['sha512', 64],
  ['sha3_256', 32],
  ['sha3_384', 48],
  ['sha3_512', 64],
]);

/**
 * Makes the exact bytes to sign for one distribution.
 *
 * @throws `TypeError` when `sha256` is not 64 lower-case hexadecimal digits.
 */
export function createStatement(fields: StatementFields): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(fields.sha256)) throw new TypeError('sha256 must be 64 lower-case hexadecimal digits.');
  const statement = {
    _type: IN_TOTO_STATEMENT_TYPE,
    subject: [{ name: fields.filename, digest: { sha256: fields.sha256 } }],
    predicateType: fields.predicateType ?? PUBLISH_PREDICATE_TYPE,
    predicate: fields.predicate ?? null,
  };
  return new TextEncoder().encode(JSON.stringify(statement));
}

/**
 * Reads a statement strictly: exactly one subject, digests that have one spelling, no key twice.
 *
 * @throws {@link AttestationError} `STATEMENT_NOT_JSON`, `STATEMENT_TOO_LARGE`, `STATEMENT_AMBIGUOUS`,
 *   `STATEMENT_TYPE`, `STATEMENT_SUBJECT_COUNT`, `STATEMENT_DIGEST`, `STATEMENT_MALFORMED`
 */
export function parseStatement(bytes: Uint8Array): Statement {
  const json = parseDocument('STATEMENT', bytes, {});
  if (!isJsonObject(json)) throw malformed('STATEMENT', 'is not a JSON object');
  if (json['_type'] !== IN_TOTO_STATEMENT_TYPE) {
    throw refusal('STATEMENT', 'STATEMENT_TYPE', `is not of type ${IN_TOTO_STATEMENT_TYPE}`);
  }
  const { predicateType, predicate = null } = json;
  if (typeof predicateType !== 'string') throw malformed('STATEMENT', 'has no `predicateType`');
  if (predicate !== null && !isJsonObject(predicate)) throw malformed('STATEMENT', 'has a `predicate` that is no object');
  return { subject: onlySubject(json['subject']), predicateType, predicate };
}

function onlySubject(value: JsonValue | undefined): Statement['subject'] {
  if (!Array.isArray(value)) throw malformed('STATEMENT', 'has no list `subject`');
  const [subject, ...others] = value as readonly JsonValue[];
  if (subject === undefined || others.length > 0) {
    throw refusal('STATEMENT', 'STATEMENT_SUBJECT_COUNT', `has ${value.length} subjects, not exactly one`);
  }
  if (!isJsonObject(subject)) throw malformed('STATEMENT', 'has a subject that is not an object');
  const { name, digest } = subject;
  if (typeof name !== 'string' || name === '') throw malformed('STATEMENT', 'has a subject without a name');
  if (!isJsonObject(digest)) throw malformed('STATEMENT', 'has a subject without digests');
  return { name, digest: Object.fromEntries(Object.entries(digest).map(checkedDigest)) };
}

function checkedDigest([algorithm, value]: readonly [string, JsonValue]): readonly [string, string] {
  const lengthBytes = digestBytes.get(algorithm);
  if (lengthBytes === undefined || typeof value !== 'string') {
    throw refusal('STATEMENT', 'STATEMENT_DIGEST', `has a digest PyPI cannot read: ${JSON.stringify(algorithm.slice(0, 40))}`);
  }
  try {
    decodeHex(value, lengthBytes);
  } catch (cause) {
    throw refusal('STATEMENT', 'STATEMENT_DIGEST', `has a ${algorithm} digest that is not lower-case hexadecimal`, cause);
  }
  return [algorithm, value];
}
