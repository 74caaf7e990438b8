/** Characters that may stand in a path as they are, unless the path has to be written anew. */
const ALLOWED = /^[\w.~!$&'()*+,;=:@[\]%/-]*$/;
/** Those that stay when it is. */
const KEPT = /[^\w.~$&+,/:;=@-]/gu;

/**
 * Writes an address as the real Fulcio writes it into a certificate's name: a path with characters that no URI may have is
 * decoded and percent-encoded anew; any other is left as it is.
 */
export function uriName(address: string): string {
  const [, origin = '', path = ''] = /^(https?:\/\/[^/]*)(.*)$/su.exec(address) ?? [];
  if (ALLOWED.test(path)) return address;
  return origin + decodeURIComponent(path).replaceAll(KEPT, percentEncoded);
}

function percentEncoded(character: string): string {
  return [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
