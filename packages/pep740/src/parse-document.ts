import { isCodedError } from '@ropewalk/core';
import { parseJson, type JsonLimits, type JsonValue } from '@ropewalk/encoding';
import { AttestationError, type AttestationErrorCode } from './attestation-error.ts';

/** What kind of document is read: the prefix of its error codes. */
export type DocumentKind = 'ATTESTATION' | 'PROVENANCE' | 'STATEMENT';

/** Parses JSON strictly and says what is wrong with it in terms of the document. */
export function parseDocument(kind: DocumentKind, input: string | Uint8Array, limits: JsonLimits): JsonValue {
  if (input.length === 0) throw refusal(kind, `${kind}_NOT_JSON`, 'is empty');
  try {
    return parseJson(input, limits);
  } catch (error) {
    if (!isCodedError(error)) throw error;
    throw refusal(kind, documentCode(kind, error.code), `cannot be read: ${error.message}`, error);
  }
}

/** Makes the error for a document whose JSON has another shape than it should. */
export function malformed(kind: DocumentKind, reason: string, cause?: unknown): AttestationError {
  return refusal(kind, `${kind}_MALFORMED`, reason, cause);
}

/** Makes the error for a document that is refused. */
export function refusal(kind: DocumentKind, code: AttestationErrorCode, reason: string, cause?: unknown): AttestationError {
  return new AttestationError({
    code,
    message: `The ${kind.toLowerCase()} ${reason}.`.replace('..', '.'),
    remedy: `Fetch the ${kind.toLowerCase()} again from where it was published; if it stays like this, do not trust it.`,
    ...(cause === undefined ? {} : { cause }),
  });
}

function documentCode(kind: DocumentKind, code: string): AttestationErrorCode {
  switch (code) {
    case 'JSON_TOO_LARGE':
    case 'JSON_TOO_DEEP':
      return `${kind}_TOO_LARGE`;
    case 'JSON_DUPLICATE_KEY':
    case 'JSON_NUMBER_AMBIGUOUS':
      return `${kind}_AMBIGUOUS`;
    default:
      return `${kind}_NOT_JSON`;
  }
}
