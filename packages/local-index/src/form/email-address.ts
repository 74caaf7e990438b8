import { pythonRepr } from '../answers/python-repr.ts';

/**
 * What is wrong with the e-mail address in `Author-email` or `Maintainer-email`. Only a single address is looked at:
 * lists and what cannot be read pass, as they do on PyPI.
 */
export function emailError(field: string): string | undefined {
  const address = (/<([^<>]*)>\s*$/.exec(field)?.[1] ?? field).trim();
  if (address === '' || field.includes(',') || /\s/.test(address)) return undefined;
  const reason = reasonAgainst(address);
  return reason === undefined ? undefined : `${pythonRepr(address)} is not a valid email address: ${reason}`;
}

function reasonAgainst(address: string): string | undefined {
  const at = address.lastIndexOf('@');
  if (at < 0) return 'An email address must have an @-sign.';
  if (at === 0) return 'There must be something before the @-sign.';
  const domain = address.slice(at + 1).toLowerCase();
  if (domain === '') return 'There must be something after the @-sign.';
  if (!domain.includes('.')) return 'The part after the @-sign is not valid. It should have a period.';
  if (!/^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u.test(domain)) return 'The part after the @-sign is not valid.';
  const last = domain.split('.').at(-1) ?? '';
  if (['arpa', 'invalid', 'local', 'localhost', 'onion', 'test'].includes(last)) {
    return 'The part after the @-sign is a special-use or reserved name that cannot be used with email.';
  }
  return undefined;
}
