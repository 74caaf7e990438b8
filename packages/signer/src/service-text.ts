import { isJsonObject, parseJson } from '@ropewalk/encoding';
import { redact } from '@ropewalk/http';

const MAX_LENGTH = 300;

/** The message in a service's error answer, fit to be shown: one line, bounded, no control or bidi characters, no secrets. */
export function serviceText(body: string): string {
  const text = redact(messageOf(body))
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

function messageOf(body: string): string {
  try {
    const value = parseJson(body);
    return isJsonObject(value) && typeof value['message'] === 'string' ? value['message'] : '';
  } catch {
    // HTML or nothing: the status says enough.
    return '';
  }
}
