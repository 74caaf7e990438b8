import { isJsonObject, parseJson } from '@ropewalk/encoding';
import { plainText } from '@ropewalk/http';

const MAX_LENGTH = 300;

/** The message in a service's error answer, fit to be shown. Empty when there is none: HTML, or nothing at all. */
export function serviceText(body: string): string {
  try {
    const value = parseJson(body);
    return isJsonObject(value) && typeof value['message'] === 'string' ? plainText(value['message'], MAX_LENGTH) : '';
  } catch {
    return '';
  }
}
