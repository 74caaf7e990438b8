import type { HttpResponse } from '@ropewalk/core';
import { plainText } from '@ropewalk/http';

// An import of `node:http` would read all it exports, and one of them loads fetch and TLS.
const { STATUS_CODES } = process.getBuiltinModule('node:http');

/**
 * Finds what a server wants to say with an answer, wherever it says it: problem details (RFC 9457), JSON, the reason
 * phrase (where devpi and PyPI speak), plain text, the body or title of an HTML page.
 *
 * @param secrets - What was sent and must not be repeated, should the server do so. Default none.
 * @returns One line fit to be shown, or an empty text.
 */
export function serverText(response: HttpResponse, secrets: readonly string[] = []): string {
  const body = bodyTexts(response);
  const candidates = [...body.telling, response.statusText, ...body.rest];
  for (const candidate of candidates) {
    const text = plainText(withoutStatus(candidate, response.status), undefined, secrets);
    if (text !== '' && !isStandardPhrase(text, response.status)) return text;
  }
  return '';
}

function bodyTexts(response: HttpResponse): { telling: readonly string[]; rest: readonly string[] } {
  const type = (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const text = response.text().slice(0, 64 * 1024);
  if (type.endsWith('json')) return { telling: jsonTexts(parseJson(response)), rest: [] };
  if (/html/.test(type) || /^\s*<(?:!doctype|html)/i.test(text)) return { telling: [], rest: htmlTexts(text) };
  return type === '' || type.startsWith('text/') ? { telling: [], rest: [text] } : { telling: [], rest: [] };
}

function parseJson(response: HttpResponse): unknown {
  try {
    return response.json();
  } catch {
    return undefined;
  }
}

// Messages are not deeper than this; a hostile answer may be.
const maxDepth = 4;

// Problem details: `detail`, `title`. Warehouse and devpi: `code`, which is the status line; their `message` is
// boilerplate or blank. GitLab: `message`, also as an object of lists, `error`. Artifactory: `errors[].message`.
function jsonTexts(body: unknown, depth = 0): readonly string[] {
  if (typeof body === 'string') return [body];
  if (!isRecord(body) || depth > maxDepth) return [];
  const code = typeof body['code'] === 'string' && /^\d{3} ./.test(body['code']) ? [body['code'].slice(4)] : [];
  const errors = Array.isArray(body['errors']) ? body['errors'].flatMap((error) => jsonTexts(error, depth + 1)) : [];
  const others = ['message', 'error_description', 'error', 'title'].flatMap((member) => flatTexts(body[member]));
  return [...flatTexts(body['detail']), ...code, ...errors, ...others];
}

function flatTexts(value: unknown, depth = 0): readonly string[] {
  if (typeof value === 'string') return [value];
  if (depth > maxDepth || typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner) => flatTexts(inner, depth + 1));
}

function htmlTexts(html: string): readonly string[] {
  return ['pre', 'p', 'title', 'h1'].flatMap((tag) => {
    const start = html.search(new RegExp(`<${tag}(?:\\s[^<>]*)?>`, 'i'));
    if (start < 0) return [];
    const inside = html.slice(html.indexOf('>', start) + 1);
    const end = inside.toLowerCase().indexOf(`</${tag}`);
    return end < 0 ? [] : [decodeBasicEntities(inside.slice(0, end).replace(/<[^<>]*>/g, ' '))];
  });
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function decodeBasicEntities(text: string): string {
  return text.replace(/&(?:(lt|gt|quot|apos|amp)|#(\d{1,7})|#x([\da-f]{1,6}));/gi, (entity: string, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? entity;
    const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : entity;
  });
}

// `400 File already exists`, and pypiserver's `Error: 409 Conflict`.
function withoutStatus(text: string, status: number): string {
  return text.replace(/^\s*Error:\s*/i, '').replace(new RegExp(`^\\s*${status}\\b[:\\s]*`), '');
}

function isStandardPhrase(text: string, status: number): boolean {
  const phrase = STATUS_CODES[status] ?? '';
  return text.toLowerCase() === phrase.toLowerCase() || text.toLowerCase() === 'error';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
