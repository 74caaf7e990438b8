import type { HttpResponse } from '@ropewalk/core';
import { normalizeName } from '@ropewalk/packaging';
import type { IndexProject } from './index-project.ts';
import { readPage, refusal, type IndexReader } from './read-index.ts';
import { parseSimpleHtml } from './simple-html.ts';
import { parseSimpleJson, unexpected } from './simple-json.ts';

const accept = 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1';

// PyPI's largest project page is below a third of this.
const maxPageBytes = 64 * 1024 * 1024;

/** Reads a project's page, JSON or HTML. `undefined` when the index does not have the project. */
export async function readProject(reader: IndexReader, name: string, signal: AbortSignal | undefined): Promise<IndexProject | undefined> {
  const normalized = normalizeName(name);
  const url = new URL(`${normalized}/`, reader.simpleUrl);
  const response = await readPage(reader, url, { accept, maxBytes: maxPageBytes, signal });
  if (response.status === 404 || isFallbackToPyPI(response, reader.simpleUrl)) return undefined;
  if (response.status !== 200) throw refusal(response, reader.login);
  return parsePage(response, normalized);
}

function parsePage(response: HttpResponse, name: string): IndexProject {
  const type = (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/vnd.pypi.simple.v1+json' || type === 'application/json') {
    return parseSimpleJson(response.json(), response.url);
  }
  // devpi writes the type of its HTML pages with an underscore.
  if (type === 'text/html' || type === 'text_html' || type === 'application/vnd.pypi.simple.v1+html' || type === '') {
    return parseSimpleHtml(response.text(), name, response.url);
  }
  throw unexpected(response.url, 'it answered with neither JSON nor HTML');
}

// pypiserver sends on to PyPI for every project that it does not have.
function isFallbackToPyPI(response: HttpResponse, simpleUrl: URL): boolean {
  if (response.status < 300 || response.status >= 400) return false;
  const target = URL.parse(response.headers['location'] ?? '', response.url.href);
  return target?.host === 'pypi.org' && target.pathname.startsWith('/simple/') && simpleUrl.host !== 'pypi.org';
}
