export { decodeBase64, decodeHex } from './base64.ts';
export { EncodingError, type EncodingErrorCode } from './encoding-error.ts';
export { parseInteger } from './integer.ts';
export { isJsonObject, parseJson, type JsonArray, type JsonLimits, type JsonObject, type JsonValue } from './json.ts';
export { decodeUtf8 } from './utf8.ts';
