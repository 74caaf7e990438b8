import { isCodedError } from '@ropewalk/core';
import { decodeBase64, isJsonObject, parseInteger, type JsonValue } from '@ropewalk/encoding';
import { refuse } from '../refuse.ts';

/** Reads the members of one protobuf JSON object, and says where something is wrong. */
export interface MemberReader {
  readonly path: string;
  /** Whether the member is there and not null (protobuf JSON: null is absent). */
  has(name: string): boolean;
  text(name: string): string;
  /** Base64, not empty. */
  bytes(name: string): Buffer;
  /** A non-negative integer; absent means 0, as protobuf JSON has it. */
  integer(name: string): number;
  object(name: string, known: readonly string[]): MemberReader;
  /** Absent means empty. */
  list(name: string, atMost: number): readonly JsonValue[];
}

/**
 * Starts reading an object. Members that are not known are refused, as PyPI's verifier and protobuf's own readers do:
 * among them are other spellings of known ones (`log_index`), which some readers read.
 */
export function readMembers(value: unknown, path: string, known: readonly string[]): MemberReader {
  if (!isJsonObject(value)) throw refuse('BUNDLE_MALFORMED', `The bundle's ${path} is not an object.`);
  for (const name in value) {
    if (!known.includes(name)) throw refuse('BUNDLE_MALFORMED', `The bundle's ${path} has a member that is not known: ${JSON.stringify(name.slice(0, 40))}.`);
  }
  const member = (name: string): JsonValue | undefined => value[name] ?? undefined;
  return {
    path,
    has: (name) => member(name) !== undefined,
    text: (name) => textOf(member(name), `${path}.${name}`),
    bytes: (name) => bytesFrom(member(name), `${path}.${name}`),
    integer: (name) => integerFrom(member(name) ?? '0', `${path}.${name}`),
    object: (name, names) => readMembers(member(name), `${path}.${name}`, names),
    list(name, atMost) {
      const list = member(name) ?? [];
      if (!Array.isArray(list)) throw refuse('BUNDLE_MALFORMED', `The bundle's ${path}.${name} is not a list.`);
      if (list.length > atMost) throw refuse('BUNDLE_TOO_LARGE', `The bundle's ${path}.${name} has more than ${atMost} members.`);
      return list as readonly JsonValue[];
    },
  };
}

/** Reads base64 that is not empty. */
export function bytesFrom(value: JsonValue | undefined, path: string): Buffer {
  const text = textOf(value, path);
  try {
    return decodeBase64(text);
  } catch (cause) {
    throw refuse('BUNDLE_BASE64', `The bundle's ${path} is not base64.`, { cause });
  }
}

function textOf(value: JsonValue | undefined, path: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw refuse('BUNDLE_MALFORMED', `The bundle's ${path} is missing or not a text.`);
}

/** 64-bit integers are texts in protobuf JSON; its readers may take numbers as well, PyPI's does not. */
function integerFrom(value: JsonValue, path: string): number {
  if (typeof value !== 'string') throw refuse('BUNDLE_INTEGER', `The bundle's ${path} is not an integer written as a text.`);
  try {
    return parseInteger(value);
  } catch (cause) {
    if (!isCodedError(cause)) throw cause;
    throw refuse('BUNDLE_INTEGER', `The bundle's ${path} is not a non-negative integer.`, { cause });
  }
}
