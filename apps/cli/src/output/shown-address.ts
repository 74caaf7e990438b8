/**
 * An address as it may be shown: without user name and password, query and fragment. Some indexes take their token in one
 * of these.
 */
export function shownAddress(url: URL): string {
  const shown = new URL(url);
  Object.assign(shown, { username: '', password: '', search: '', hash: '' });
  return shown.href;
}

/** The same for a word that stands where an address belongs, as it was written: in any form that is understood as one. */
export function shownAddressWord(word: string): string {
  if (!/^\s*https?:/i.test(word)) return word;
  return URL.canParse(word.trim()) ? word.replace(/[?#].*$/s, '').replace(/^(\s*https?:[/\\]*)[^/\\]*@/i, '$1') : shownAddressAttempt(word);
}

/** The same for what was meant as an address and is none: a password in it may hold what would end it in an address. */
export function shownAddressAttempt(text: string): string {
  return text.replace(/^(\s*[a-z][\w+.-]*:[/\\]+)?.*@/is, '$1').replace(/[?#].*$/s, '');
}

/** The same for every address in a longer text. */
export function shownAddressesIn(text: string): string {
  return text.replaceAll(/(https?:\/\/)([^/?#\s]*@)?([^?#\s]*)([?#]\S*)?/gi, '$1$3');
}
