import { STATUS_CODES } from 'node:http';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Environment } from '../environment.ts';
import { acceptableOffers } from './accept.ts';
import type { Refusal, RefusalStyle } from './refusal.ts';

/**
 * Makes a response of a refusal as PyPI's framework does: the text in the reason phrase, the body negotiated
 * between HTML, JSON (`{message, code, title}`) and plain text; without an `Accept` it is plain text.
 */
export function refusalResponse(context: Context<Environment>, refusal: Refusal): Response {
  const { style = 'reason', headers = {} } = refusal.details;
  const title = STATUS_CODES[refusal.status] ?? 'Error';
  if (style === 'reason' || style === 'reason-only') setReasonPhrase(context, refusal.message);
  const { type, text } = bodyInStyle(context.req.header('accept') ?? '', refusal, { style, title });
  return context.body(text, refusal.status as ContentfulStatusCode, { 'content-type': type, ...headers });
}

/** Sets the reason phrase: what ISO 8859-1 does not know becomes `?`, line breaks become blanks. */
export function setReasonPhrase(context: Context<Environment>, text: string): void {
  context.env.outgoing.statusMessage = text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[^\t\x20-\x7e\xa0-\xff]/gu, '?');
}

interface Message {
  readonly code: number;
  readonly status: string;
  readonly title: string;
  readonly detail: string;
}

interface Body {
  readonly type: string;
  readonly text: string;
}

function bodyInStyle(accept: string, refusal: Refusal, { style, title }: { readonly style: RefusalStyle; readonly title: string }): Body {
  const code = refusal.status;
  switch (style) {
    case 'reason':
      return bodyOf(accept, { code, status: `${code} ${refusal.message}`, title, detail: refusal.message });
    case 'reason-only':
      return bodyOf(accept, { code, status: `${code} ${refusal.message}`, title, detail: '' });
    case 'page':
      return { type: 'text/html; charset=UTF-8', text: pageOf(`Error: ${code} ${title}`, `<pre>${escapeHtml(refusal.message)}</pre>`) };
    case 'plain':
      return { type: 'text/plain; charset=UTF-8', text: refusal.message };
    case 'json':
      return { type: 'application/json', text: refusal.message };
  }
}

function bodyOf(accept: string, message: Message): Body {
  const [match = 'text/plain'] = acceptableOffers(accept, ['text/html', 'application/json']);
  const explanation = explanations[message.code] ?? '';
  if (match === 'text/html') {
    const body = `${escapeHtml(explanation)}<br/><br/>\n${escapeHtml(message.detail)}\n\n`;
    return { type: 'text/html; charset=UTF-8', text: pageOf(message.status, body) };
  }
  const text = `${explanation}\n\n\n${message.detail}\n\n`;
  if (match === 'application/json') {
    return { type: match, text: JSON.stringify({ message: text, code: message.status, title: message.title }) };
  }
  return { type: 'text/plain; charset=UTF-8', text: `${message.status}\n\n${text}` };
}

function pageOf(title: string, body: string): string {
  const heading = escapeHtml(title);
  return `<html>\n <head>\n  <title>${heading}</title>\n </head>\n <body>\n  <h1>${heading}</h1>\n  ${body}\n </body>\n</html>`;
}

const explanations: Readonly<Record<number, string>> = {
  400: 'The server could not comply with the request since it is either malformed or otherwise incorrect.',
  403: 'Access was denied to this resource.',
  405: 'The method is not allowed for this resource.',
  401: 'This server could not verify that you are authorized to access the document you requested.',
  409: 'There was a conflict when trying to complete your request.',
  410: 'This resource is no longer available.  No forwarding address is given.',
  429: 'The client has sent too many requests in a given amount of time.',
};

/** Makes text harmless inside HTML, attributes included. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
