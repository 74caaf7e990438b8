import { domainToASCII, domainToUnicode } from 'node:url';

const atom = "[a-zA-Z0-9_!#$%&'*+\\-/=?^`{|}~\\u0080-\\u{10ffff}]+";
const localPattern = new RegExp(`^${atom}(?:\\.${atom})*$`, 'u');
const labelPattern = /^(?:[a-zA-Z0-9][a-zA-Z0-9-]*)?[a-zA-Z0-9]$/;

/** Domains that no mail can be sent to: IANA's special-use names, as email-validator has them. */
const specialDomains = ['arpa', 'invalid', 'local', 'localhost', 'onion', 'test'];

/**
 * Looks for what makes PyPI refuse an address, which is what email-validator 2.3 does without asking the DNS.
 *
 * @returns What is wrong; `undefined` when nothing is.
 */
export function findAddressFault(address: string): string | undefined {
  const sign = address.indexOf('@');
  if (address.startsWith('"')) return 'the part before the "@" is quoted';
  if (sign === -1) return 'it has no "@"';
  const local = address.slice(0, sign);
  const domain = address.slice(sign + 1);
  if (local === '') return 'nothing stands before the "@"';
  if (!localPattern.test(local) || hasUnsafeCharacter(local)) return 'the part before the "@" has characters or dots that do not belong there';
  const fault = findDomainFault(domain);
  if (fault !== undefined) return fault;
  const ascii = toAscii(domain);
  return Math.max(Buffer.byteLength(address), Buffer.byteLength(`${local}@${ascii}`)) > 254 ? 'it is longer than 254 bytes' : undefined;
}

function findDomainFault(domain: string): string | undefined {
  if (domain === '') return 'nothing stands behind the "@"';
  if (domain.startsWith('[')) return 'an IP address stands behind the "@"';
  if (/[^a-zA-Z0-9\-.\u0080-\u{10ffff}]/u.test(domain) || hasUnsafeCharacter(domain)) return 'the part behind the "@" has characters that do not belong there';
  const ascii = toAscii(domain);
  if (ascii === '') return 'the part behind the "@" is no domain name';
  const labels = ascii.split('.');
  if (labels.some((label) => !labelPattern.test(label) || label.length > 63)) return 'the part behind the "@" is no domain name';
  if (labels.some((label) => /^..--/.test(label) && !/^xn/i.test(label))) return 'the part behind the "@" has two dashes where no domain name has them';
  if (labels.some((label) => /^xn--/i.test(label) && !/[^\x00-\x9f]/.test(domainToUnicode(label)))) return 'the part behind the "@" is no domain name in Punycode';
  if (ascii.length > 253) return 'the part behind the "@" is too long';
  if (labels.length < 2) return 'the part behind the "@" has no dot';
  if (!/[A-Za-z]$/.test(ascii)) return 'the part behind the "@" is within no top-level domain';
  return specialDomains.includes(labels.at(-1)?.toLowerCase() ?? '') ? `no mail can be sent to .${labels.at(-1) ?? ''}` : undefined;
}

/** Letters, numbers, marks, punctuation and symbols are safe, a mark not as the first. */
function hasUnsafeCharacter(text: string): boolean {
  return /^\p{M}|[^\p{L}\p{N}\p{P}\p{S}\p{M}]/u.test(text);
}

function toAscii(domain: string): string {
  if (!/[^\x00-\x7f]/.test(domain) && !/(?:^|\.)xn--/i.test(domain)) return domain.toLowerCase();
  return domainToASCII(domain);
}
