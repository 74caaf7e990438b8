import { plainText } from '@ropewalk/http';
import { TrustedPublishingError } from './trusted-publishing-error.ts';

/** A request for an audience, before any token is asked for. */
export interface AudienceQuestion {
  readonly uploadUrl: URL;
  /** Receives the identity token. */
  readonly mintUrl: URL;
  /** What the index announces; `undefined` when it was not asked. */
  readonly announced: string | undefined;
  /** What the operator gave. */
  readonly given: string | undefined;
}

/** Audiences that have an owner, and its hosts. Sigstore's never belongs to an index. */
const owners: Readonly<Record<string, (hostname: string) => boolean>> = {
  pypi: (hostname) => isWithin(hostname, 'pypi.org') && !isWithin(hostname, 'test.pypi.org'),
  testpypi: (hostname) => isWithin(hostname, 'test.pypi.org'),
  sigstore: () => false,
};

/**
 * Decides which audience an index may be shown a token for: an audience belongs to an origin, or a hostile index could
 * have a token made for another one and use it there.
 *
 * @throws {TrustedPublishingError} `AUDIENCE_REFUSED`
 */
export function audienceFor({ uploadUrl, mintUrl, announced, given }: AudienceQuestion): string {
  const audience = given ?? announced;
  if (audience === undefined || audience === '') throw refused(`The index at ${uploadUrl.host} names no audience.`, 'Give the audience it expects (`--audience`).');
  const isOwner = Object.hasOwn(owners, audience) ? owners[audience] : undefined;
  if (isOwner !== undefined && !(isOwner(mintUrl.hostname) && isOwner(uploadUrl.hostname))) {
    throw refused(
      `The index at ${uploadUrl.host} wants an identity token for ${JSON.stringify(audience)}, which belongs to ${ownerName(audience)}.`,
      'Do not publish there: with such a token it could act as you elsewhere. If it is your own index, give it an audience of its own.',
    );
  }
  if (given !== undefined && announced !== undefined && given !== announced) {
    throw refused(
      `The index at ${uploadUrl.host} announces the audience ${shown(announced)}, not ${shown(given)} as given.`,
      'Check the audience and the upload URL: they do not belong together.',
    );
  }
  if (isOwner === undefined && given === undefined && !namesHost(audience, uploadUrl)) {
    throw refused(
      `The index at ${uploadUrl.host} announces the audience ${shown(audience)}, which is not its own name.`,
      `If you know that this index expects it, give it yourself: \`--audience ${shown(audience)}\` or ROPEWALK_AUDIENCE.`,
    );
  }
  return audience;
}

function isWithin(hostname: string, domain: string): boolean {
  return hostname === domain || hostname.endsWith(`.${domain}`);
}

/** Whether an audience is the index's host, or an address on it; with its port, for another port may be another index. */
function namesHost(audience: string, uploadUrl: URL): boolean {
  if (audience === uploadUrl.host) return true;
  const url = URL.parse(audience);
  return url !== null && url.protocol === uploadUrl.protocol && url.host === uploadUrl.host && url.username === '' && url.password === '';
}

function ownerName(audience: string): string {
  if (audience === 'sigstore') return 'Sigstore';
  return audience === 'pypi' ? 'pypi.org' : 'test.pypi.org';
}

function shown(audience: string): string {
  return JSON.stringify(plainText(audience, 120));
}

function refused(message: string, remedy: string): TrustedPublishingError {
  return new TrustedPublishingError({ code: 'AUDIENCE_REFUSED', message, remedy });
}
