import { htmlPieces } from './html-tags.ts';
import type { IndexFile, IndexProject } from './index-project.ts';
import { isFilename, maxFiles, sha256Of, unexpected } from './simple-json.ts';

/**
 * Reads a project page in HTML (PEP 503). The file's name is the last part of its URL: what the text of a link says may
 * be shortened.
 *
 * @param url - Of the page: links are relative to it, or to its `<base>`.
 * @throws `IndexError` `INDEX_UNEXPECTED_ANSWER` when the page is none of an index.
 */
export function parseSimpleHtml(html: string, name: string, url: URL): IndexProject {
  let base = url;
  let apiVersion: string | undefined;
  let text = '';
  const files: IndexFile[] = [];
  for (const piece of htmlPieces(html)) {
    if (piece.type === 'text') {
      if (text.length < 1000) text += piece.text;
      continue;
    }
    const { attributes } = piece;
    if (piece.name === 'base') base = URL.parse(attributes.get('href') ?? '', url.href) ?? base;
    if (piece.name === 'meta' && attributes.get('name') === 'pypi:repository-version') apiVersion = attributes.get('content');
    if (piece.name !== 'a') continue;
    const file = parseAnchor(attributes, base);
    if (file !== undefined) files.push(file);
    if (files.length > maxFiles) throw unexpected(url, `it lists more than ${maxFiles} files`);
  }
  if (files.length === 0 && apiVersion === undefined && !/links for/i.test(text)) {
    throw unexpected(url, 'it answered with a web page that is no page of an index');
  }
  if (apiVersion !== undefined && !/^1\.\d+$/.test(apiVersion)) throw unexpected(url, 'it speaks another major version of the simple API than 1');
  return { name, url, ...(apiVersion === undefined ? {} : { apiVersion }), files };
}

function parseAnchor(attributes: ReadonlyMap<string, string>, base: URL): IndexFile | undefined {
  const href = attributes.get('href');
  const url = href === undefined ? null : URL.parse(href, base.href);
  if (url === null) return undefined;
  const filename = lastSegment(url);
  if (filename === undefined || !/\.(?:whl|tar\.gz|zip|tar\.bz2|egg)$/i.test(filename)) return undefined;
  const digest = /^#(?:.*&)?sha256=([0-9a-f]{64})(?:&|$)/i.exec(url.hash)?.[1];
  const provenance = attributes.get('data-provenance');
  const provenanceUrl = provenance === undefined || provenance === '' ? null : URL.parse(provenance, base.href);
  const requiresPython = attributes.get('data-requires-python');
  url.hash = '';
  return {
    filename,
    url,
    ...sha256Of(digest),
    ...(attributes.has('data-yanked') ? { yanked: { reason: attributes.get('data-yanked') ?? '' } } : {}),
    ...(requiresPython === undefined ? {} : { requiresPython }),
    ...(provenanceUrl === null ? {} : { provenanceUrl }),
  };
}

function lastSegment(url: URL): string | undefined {
  try {
    const name = decodeURIComponent(url.pathname.slice(url.pathname.lastIndexOf('/') + 1));
    return isFilename(name) ? name : undefined;
  } catch {
    return undefined;
  }
}
