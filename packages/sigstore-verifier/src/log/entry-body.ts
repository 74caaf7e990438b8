import { isCodedError } from '@ropewalk/core';
import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '@ropewalk/encoding';
import type { ParsedEntry } from '../bundle/parsed-bundle.ts';
import { refuse } from '../refuse.ts';

/** What a log entry records. */
export interface EntryBody {
  readonly kind: string;
  readonly version: string;
  readonly spec: JsonObject;
}

const maxDepth = 32;

/** Reads the body of an entry strictly. @throws {@link SigstoreVerificationError} `LOG_ENTRY_CONTENT`, `LOG_ENTRY_KIND` */
export function parseEntryBody(entry: ParsedEntry): EntryBody {
  const json = read(entry.body);
  if (!isJsonObject(json) || !isJsonObject(json['spec'])) throw refuse('LOG_ENTRY_CONTENT', 'The log entry has no content that can be read.');
  const { kind, apiVersion, spec } = json;
  if (kind !== entry.kind || apiVersion !== entry.version) {
    throw refuse('LOG_ENTRY_KIND', 'The log entry is of another kind than the bundle says.', {
      expected: `${entry.kind} ${entry.version}`,
      actual: `${String(kind)} ${String(apiVersion)}`,
    });
  }
  return { kind, version: apiVersion, spec };
}

/** Follows member names and list positions into JSON; `undefined` where the way ends. */
export function at(value: JsonValue | undefined, ...path: readonly (string | number)[]): JsonValue | undefined {
  let current = value;
  for (const step of path) {
    if (typeof step === 'number') current = Array.isArray(current) ? (current[step] as JsonValue | undefined) : undefined;
    else current = isJsonObject(current) ? current[step] : undefined;
  }
  return current;
}

function read(body: Buffer): JsonValue {
  try {
    return parseJson(body, { maxDepth });
  } catch (cause) {
    if (!isCodedError(cause)) throw cause;
    throw refuse('LOG_ENTRY_CONTENT', `The log entry cannot be read: ${cause.message}`, { cause });
  }
}
