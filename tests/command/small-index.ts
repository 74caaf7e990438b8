import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One file that the index lists. */
export interface ListedFile {
  readonly filename: string;
  /** On this machine. */
  readonly path: string;
  /** On this machine; absent: the file has no attestations. */
  readonly provenancePath?: string;
  /** Lists this digest in place of the real one. */
  readonly sha256?: string;
}

/** How an index says where attestations are. */
export type IndexStyle = 'json' | 'html' | 'integrity only' | 'nothing';

/** A read-only index on loopback, for files that others published: no index of ours would take them. */
export interface SmallIndex {
  readonly simpleUrl: string;
  readonly fileUrl: (filename: string) => string;
  /** Every path asked for, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Starts an index with one project. */
export async function startSmallIndex(project: string, files: readonly ListedFile[], style: IndexStyle = 'json'): Promise<SmallIndex> {
  const requests: string[] = [];
  const contents = new Map<string, { readonly type: string; readonly body: Buffer }>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(path);
    const found = contents.get(path);
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': found?.type ?? 'text/html' }).end(found?.body ?? '<h1>404</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const listed: { readonly filename: string; readonly url: string; readonly sha256: string; readonly provenance: string | undefined }[] = [];
  for (const { filename, path, provenancePath, sha256 } of files) {
    const body = await readFile(path);
    const version = /-(\d[^-]*?)(?:\.tar\.gz|-py)/.exec(filename)?.[1] ?? '0';
    const provenance = `/integrity/${project}/${version}/${filename}/provenance`;
    contents.set(`/files/${filename}`, { type: 'application/octet-stream', body });
    if (provenancePath !== undefined) contents.set(provenance, { type: 'application/vnd.pypi.integrity.v1+json', body: await readFile(provenancePath) });
    listed.push({
      filename,
      url: `${origin}/files/${filename}`,
      sha256: sha256 ?? createHash('sha256').update(body).digest('hex'),
      provenance: provenancePath === undefined ? undefined : `${origin}${provenance}`,
    });
  }
  contents.set(`/simple/${project}/`, style === 'html' ? htmlPage(listed) : jsonPage(project, listed, style));
  return {
    simpleUrl: `${origin}/simple/`,
    fileUrl: (filename) => `${origin}/files/${filename}`,
    requests,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

type Listed = readonly { readonly filename: string; readonly url: string; readonly sha256: string; readonly provenance: string | undefined }[];

function jsonPage(name: string, listed: Listed, style: IndexStyle): { readonly type: string; readonly body: Buffer } {
  const files = listed.map(({ filename, url, sha256, provenance }) => ({ filename, url, hashes: { sha256 }, ...(style === 'json' ? { provenance: provenance ?? null } : {}) }));
  const page = { meta: { 'api-version': style === 'json' ? '1.4' : '1.0' }, name, files };
  return { type: 'application/vnd.pypi.simple.v1+json', body: Buffer.from(JSON.stringify(page)) };
}

function htmlPage(listed: Listed): { readonly type: string; readonly body: Buffer } {
  const anchors = listed.map(({ filename, url, sha256, provenance }) => `<a href="${url}#sha256=${sha256}"${provenance === undefined ? '' : ` data-provenance="${provenance}"`}>${filename}</a>`);
  return { type: 'text/html', body: Buffer.from(`<!DOCTYPE html><html><body>${anchors.join('<br>')}</body></html>`) };
}
