/** Where a Sigstore is, and whom to trust for it. */
export interface SigstorePlace {
  readonly fulcioUrl: URL;
  readonly rekorUrl: URL;
  readonly trustedRoot: object;
}

/** Writes the file that points sigstore-python at another Sigstore than the public one: Rekor v1, no timestamps. */
export function trustConfigOf({ fulcioUrl, rekorUrl, trustedRoot }: SigstorePlace): object {
  const validFor = { start: '2024-01-01T00:00:00Z' };
  const service = (url: URL) => ({ url: url.href.replace(/\/$/, ''), majorApiVersion: 1, validFor, operator: 'ropewalk' });
  return {
    mediaType: 'application/vnd.dev.sigstore.clienttrustconfig.v0.1+json',
    trustedRoot,
    signingConfig: {
      mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
      caUrls: [service(fulcioUrl)],
      oidcUrls: [],
      rekorTlogUrls: [service(rekorUrl)],
      tsaUrls: [],
      rekorTlogConfig: { selector: 'ANY' },
      tsaConfig: { selector: 'ANY' },
    },
  };
}
