import { isLocalAddressUrl, isMetadataUrl, shownUrl } from '@ropewalk/http';
import { IndexError } from './index-error.ts';

/**
 * Refuses a link of an index that must not be followed: anything but http and https, and an address of this machine or
 * its network neighbourhood, unless the index itself is on this machine.
 *
 * @throws {@link IndexError} `INDEX_LINK_FORBIDDEN`
 */
export function forbidUnsafeLink(link: URL, index: URL): void {
  if (link.protocol !== 'https:' && link.protocol !== 'http:') throw forbidden(link, index, 'is not a web address');
  if (link.hostname === index.hostname) return;
  if (isMetadataUrl(link) || (isLocalAddressUrl(link) && !isLocalAddressUrl(index))) {
    throw forbidden(link, index, 'leads to this machine or its network neighbourhood');
  }
}

function forbidden(link: URL, index: URL, reason: string): IndexError {
  return new IndexError({
    code: 'INDEX_LINK_FORBIDDEN',
    message: `${index.host} links to ${shownUrl(link)}, which ${reason}.`,
    remedy: 'Do not use this index before its owner explains the link.',
  });
}
