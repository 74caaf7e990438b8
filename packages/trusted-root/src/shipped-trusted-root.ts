import { parseTrustedRoot } from './parse-trusted-root.ts';
import { shippedIssuedAt, shippedTrustedRootJson, shippedVersion } from './shipped-data.ts';
import type { TrustedRoot } from './trusted-root.ts';

let parsed: TrustedRoot | undefined;

/** The trusted root of the Sigstore public-good instance that came with this package. Needs no network and no file. */
export function shippedTrustedRoot(): TrustedRoot {
  parsed ??= parseTrustedRoot(shippedTrustedRootJson, {
    source: 'shipped',
    version: shippedVersion,
    issuedAt: new Date(shippedIssuedAt),
  });
  return parsed;
}
