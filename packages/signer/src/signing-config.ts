import { isJsonObject, parseJson, type JsonObject, type JsonValue } from '@ropewalk/encoding';
import type { SigstoreInstance } from './instances.ts';
import { SignerError } from './signer-error.ts';

const MEDIA_TYPE = 'application/vnd.dev.sigstore.signingconfig.v0.2+json';

/**
 * Reads a Sigstore signing configuration (`signing_config.json`, v0.2).
 *
 * Only a Rekor with API version 1 counts: an attestation that is logged in Rekor v2 alone has no place for its time and
 * is refused by PyPI. A newer log in the file is passed over, never followed.
 *
 * @param text - The file's content.
 * @param options.source - Its name, for messages.
 * @param options.now - Default: the real clock.
 * @throws {@link SignerError} `SIGNING_CONFIG_UNUSABLE`
 */
export function parseSigningConfig(
  text: string | Uint8Array,
  options: { readonly source: string; readonly now?: () => Date },
): SigstoreInstance {
  const { source } = options;
  const now = (options.now ?? (() => new Date()))();
  const config = readJson(text, source);
  if (config['mediaType'] !== MEDIA_TYPE) throw unusable(source, `its media type is not ${MEDIA_TYPE}`);
  const fulcio = serviceOf(config['caUrls'], now);
  if (fulcio === undefined) throw unusable(source, 'it names no certificate authority (API version 1) that is valid now');
  const rekor = serviceOf(config['rekorTlogUrls'], now);
  if (rekor === undefined) throw unusable(source, 'it names no Rekor with API version 1 that is valid now');
  return { fulcioUrl: fulcio, rekorUrl: rekor };
}

function readJson(text: string | Uint8Array, source: string): JsonObject {
  let value: JsonValue;
  try {
    value = parseJson(text);
  } catch (cause) {
    throw unusable(source, 'it is not JSON', cause);
  }
  if (!isJsonObject(value)) throw unusable(source, 'it is not a JSON object');
  return value;
}

/** The newest service that speaks API version 1 and whose time has begun and not ended. */
function serviceOf(services: JsonValue | undefined, now: Date): URL | undefined {
  if (!Array.isArray(services)) return undefined;
  const usable = services
    .filter(isJsonObject)
    .filter((service) => service['majorApiVersion'] === 1)
    .flatMap((service) => {
      const url = typeof service['url'] === 'string' ? URL.parse(service['url']) : null;
      const start = startOf(service['validFor'], now);
      return url === null || start === undefined ? [] : [{ url, start }];
    });
  return usable.sort((a, b) => b.start - a.start)[0]?.url;
}

function startOf(validFor: JsonValue | undefined, now: Date): number | undefined {
  if (!isJsonObject(validFor)) return undefined;
  const start = Date.parse(String(validFor['start']));
  const end = validFor['end'] === undefined ? Infinity : Date.parse(String(validFor['end']));
  return start <= now.getTime() && now.getTime() < end ? start : undefined;
}

function unusable(source: string, reason: string, cause?: unknown): SignerError {
  return new SignerError({
    code: 'SIGNING_CONFIG_UNUSABLE',
    message: `The signing configuration ${source} cannot be used: ${reason}.`,
    remedy: 'Give a signing configuration with a Fulcio and a Rekor v1, or their addresses.',
    cause,
  });
}
