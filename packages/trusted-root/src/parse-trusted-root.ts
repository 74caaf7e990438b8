import { isCodedError } from '@ropewalk/core';
import { isJsonObject, parseJson, type JsonValue } from '@ropewalk/encoding';
import { authoritiesFrom } from './parse-authority.ts';
import { incomplete } from './incomplete.ts';
import { logsFrom } from './parse-log.ts';
import type { TrustedRoot } from './trusted-root.ts';
import { TrustedRootError } from './trusted-root-error.ts';

/** What is known of a trusted root beside its content. */
export interface TrustedRootOrigin {
  /** Where it came from, for messages. */
  readonly source: string;
  readonly version?: number;
  readonly issuedAt?: Date;
}

const mediaType = /^application\/vnd\.dev\.sigstore\.trustedroot(?:\+json;version=0\.[12]|\.v0\.[12]\+json)$/;

/**
 * Reads and checks a `trusted_root.json`.
 *
 * Every authority and log must say from when it is valid: a missing start would otherwise mean "since ever".
 *
 * @throws {@link TrustedRootError} `TRUSTED_ROOT_NOT_JSON`, `TRUSTED_ROOT_INCOMPLETE`
 */
export function parseTrustedRoot(text: string | Uint8Array, origin: TrustedRootOrigin): TrustedRoot {
  const json = read(text, origin.source);
  try {
    if (!isJsonObject(json)) throw incomplete('it is not a JSON object');
    if (typeof json['mediaType'] !== 'string' || !mediaType.test(json['mediaType'])) throw incomplete('its media type is unknown');
    const material = {
      certificateAuthorities: authoritiesFrom(json['certificateAuthorities'], 'certificateAuthorities'),
      timestampAuthorities: authoritiesFrom(json['timestampAuthorities'] ?? [], 'timestampAuthorities'),
      transparencyLogs: logsFrom(json['tlogs'], 'tlogs'),
      certificateLogs: logsFrom(json['ctlogs'], 'ctlogs'),
    };
    for (const member of ['certificateAuthorities', 'transparencyLogs', 'certificateLogs'] as const) {
      if (material[member].length === 0) throw incomplete(`it has no ${member}`);
    }
    return { ...origin, json, material };
  } catch (error) {
    if (!(error instanceof TrustedRootError)) throw error;
    throw new TrustedRootError({
      code: error.code,
      message: `The trusted root ${origin.source} cannot be used: ${error.message}.`,
      remedy: error.remedy,
      cause: error.cause,
    });
  }
}

function read(text: string | Uint8Array, source: string): JsonValue {
  try {
    return parseJson(text);
  } catch (cause) {
    if (!isCodedError(cause)) throw cause;
    const isJson = cause.code === 'JSON_DUPLICATE_KEY' || cause.code === 'JSON_TOO_DEEP';
    throw new TrustedRootError({
      code: isJson ? 'TRUSTED_ROOT_INCOMPLETE' : 'TRUSTED_ROOT_NOT_JSON',
      message: `The trusted root ${source} cannot be read: ${cause.message}`,
      remedy: 'Give a trusted_root.json as a Sigstore instance publishes it.',
      cause,
    });
  }
}
