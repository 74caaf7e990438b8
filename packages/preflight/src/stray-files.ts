/**
 * Tells what a file that is often found beside distributions is; `undefined` when it has to be judged as one.
 *
 * @param filename - Without directories.
 * @returns A few words: `a checksum list`, `an attestation`.
 */
export function strayKindOf(filename: string): string | undefined {
  return kinds.find(([pattern]) => pattern.test(filename))?.[1];
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/\.attestation$/i, 'an attestation'],
  [/\.provenance$/i, 'a provenance'],
  [/\.sigstore(?:\.json)?$/i, 'a Sigstore bundle'],
  [/\.(?:asc|sig|gpg|minisig)$/i, 'a signature'],
  [/\.(?:crt|pem)$/i, 'a certificate'],
  [/\.(?:intoto\.jsonl|sbom\.json|cdx\.json|spdx\.json)$/i, 'a statement about the release'],
  [/^(?:(?:sha|md5|b2)\d*sums?(?:\.txt)?|checksums?(?:\.\w+)?)$/i, 'a checksum list'],
  [/\.(?:sha\d+|md5|blake2b?\w*)(?:sum)?$/i, 'a checksum'],
  [/\.(?:whl|tar\.gz)\.metadata$/i, 'metadata of a wheel'],
  [/^trusted_root\.json$/i, 'a trusted root'],
  [/^\.git(?:ignore|keep|attributes)$/i, 'a file for git'],
  [/^(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/i, 'a file of the desktop'],
];

/** Parts paths into distributions to judge and strays, each with what it is. Reads only the names. */
export function sortStrays(paths: readonly string[]): {
  readonly distributions: readonly string[];
  readonly strays: readonly { readonly path: string; readonly kind: string }[];
} {
  const distributions: string[] = [];
  const strays: { path: string; kind: string }[] = [];
  for (const path of paths) {
    const kind = strayKindOf(path.split(/[/\\]/).at(-1) ?? '');
    if (kind === undefined) distributions.push(path);
    else strays.push({ path, kind });
  }
  return { distributions, strays };
}
