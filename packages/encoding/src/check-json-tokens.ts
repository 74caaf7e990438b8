import { EncodingError, type EncodingErrorCode } from './encoding-error.ts';
import { wellFormed } from './utf8.ts';

/** What {@link checkJsonTokens} looks for besides keys that appear twice. */
export interface TokenRules {
  readonly maxDepth: number;
  readonly plainNumbers: boolean;
}

const numberToken = /-?\d[\d.eE+-]*/y;

/**
 * Walks the tokens of a text that is known to be JSON and throws on what `JSON.parse` silently decides for the reader.
 *
 * Strings are skipped by searching for their closing quote, so long base64 values cost next to nothing.
 *
 * @throws {@link EncodingError} `JSON_TOO_DEEP`, `JSON_DUPLICATE_KEY`, `JSON_NUMBER_AMBIGUOUS`, `UTF8_MALFORMED`
 */
export function checkJsonTokens(text: string, rules: TokenRules): void {
  // One entry per open bracket: the keys seen so far, or undefined in an array.
  const open: (Set<string> | undefined)[] = [];
  const escapes = /\\u[dD][89a-fA-F]/.test(text);
  let keyExpected = false;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x7b: // {
        open.push(new Set());
        keyExpected = true;
        checkDepth(open.length, rules);
        break;
      case 0x5b: // [
        open.push(undefined);
        keyExpected = false;
        checkDepth(open.length, rules);
        break;
      case 0x7d: // }
      case 0x5d: // ]
        open.pop();
        keyExpected = false;
        break;
      case 0x2c: // ,
        keyExpected = open.at(-1) !== undefined;
        break;
      case 0x22: {
        const end = endOfString(text, at);
        if (keyExpected) addKey(open.at(-1), text.slice(at, end + 1));
        // Only an escape can bring in half of a surrogate pair: the text itself is UTF-8.
        if (escapes) wellFormed(String(JSON.parse(text.slice(at, end + 1))));
        keyExpected = false;
        at = end;
        break;
      }
      default: {
        if (!rules.plainNumbers || !startsNumber(text.charCodeAt(at))) break;
        numberToken.lastIndex = at;
        const token = numberToken.exec(text)?.[0] ?? '';
        checkNumber(token);
        at += Math.max(token.length - 1, 0);
      }
    }
  }
}

function startsNumber(unit: number): boolean {
  return unit === 0x2d || (unit >= 0x30 && unit <= 0x39);
}

/** The index of the quote that closes the string opened at `start`: the next one preceded by an even run of `\`. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

function addKey(keys: Set<string> | undefined, quoted: string): void {
  const key = quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
  if (keys === undefined || !keys.has(key)) {
    keys?.add(key);
    return;
  }
  throw refusal('JSON_DUPLICATE_KEY', `The key ${JSON.stringify(key.slice(0, 80))} appears twice in one object.`);
}

function checkDepth(depth: number, { maxDepth }: TokenRules): void {
  if (depth > maxDepth) throw refusal('JSON_TOO_DEEP', `The JSON is nested deeper than ${maxDepth} levels.`);
}

function checkNumber(token: string): void {
  const value = Number(token);
  if (Number.isFinite(value) && !Number.isInteger(value)) return;
  if (Number.isSafeInteger(value) && String(value) === token) return;
  throw refusal('JSON_NUMBER_AMBIGUOUS', `The number ${token.slice(0, 40)} is not written as a plain integer.`);
}

function refusal(code: EncodingErrorCode, message: string): EncodingError {
  return new EncodingError({ code, message, remedy: 'Do not trust this document: programs may read it differently.' });
}
