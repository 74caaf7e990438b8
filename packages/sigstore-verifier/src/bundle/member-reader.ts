import { isCodedError } from '@ropewalk/core';
import { decodeBase64, isJsonObject, parseInteger, type JsonObject, type JsonValue } from '@ropewalk/encoding';
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
  object(name: string): MemberReader;
  /** Absent means empty. */
  list(name: string, atMost: number): readonly JsonValue[];
}

/** Starts reading an object. Members spelled in both of protobuf's ways (`logIndex`, `log_index`) are refused. */
export function readMembers(value: unknown, path: string): MemberReader {
  if (!isJsonObject(value)) throw refuse('BUNDLE_MALFORMED', `The bundle's ${path} is not an object.`);
  refuseSnakeCase(value, path);
  const member = (name: string): JsonValue | undefined => value[name] ?? undefined;
  return {
    path,
    has: (name) => member(name) !== undefined,
    text: (name) => textOf(member(name), `${path}.${name}`),
    bytes: (name) => bytesFrom(member(name), `${path}.${name}`),
    integer: (name) => integerFrom(member(name) ?? 0, `${path}.${name}`),
    object: (name) => readMembers(member(name), `${path}.${name}`),
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

function integerFrom(value: JsonValue, path: string): number {
  try {
    return parseInteger(value);
  } catch (cause) {
    if (!isCodedError(cause)) throw cause;
    throw refuse('BUNDLE_INTEGER', `The bundle's ${path} is not a non-negative integer.`, { cause });
  }
}

function refuseSnakeCase(value: JsonObject, path: string): void {
  for (const name in value) {
    // Only members that protobuf would read: a lower-case letter follows the underscore.
    if (/[a-z]_[a-z]/.test(name)) {
      throw refuse('BUNDLE_MALFORMED', `The bundle's ${path} has the member ${JSON.stringify(name.slice(0, 40))}, which readers spell differently.`);
    }
  }
}
