/**
 * Takes secrets out of a text: PyPI tokens, JWTs, `Authorization` values, and the user, query and fragment of URLs.
 * A safety net for text that comes from elsewhere (other libraries, servers), not a licence to put secrets into messages.
 */
export function redact(text: string): string {
  return text
    .replace(/\b(?:https?|wss?):\/\/[^\s"'<>]+/gi, redactUrl)
    // A macaroon of version 2 begins with "Ag"; what is merely named so (pypi-attestations) is no secret.
    .replace(/\bpypi-(?:Ag[\w-]{6,}|[\w-]{40,})/g, 'pypi-[hidden]')
    .replace(/\beyJ[\w-]{8,}(?:\.[\w-]+)*/g, '[hidden]')
    .replace(/\b(basic|bearer|token)(\s+)[\w+/=.~-]{8,}/gi, '$1$2[hidden]');
}

/** A URL as it may be shown: protocol, host and path only. */
export function shownUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

function redactUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null) return '[hidden]';
  // As it was written, where it has nothing private: it may have to be copied.
  return /[?#@]/.test(text) ? shownUrl(url) : text;
}
