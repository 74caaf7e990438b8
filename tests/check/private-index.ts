import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Who may read a private index. */
export const reader = { username: 'me', password: 'a-password-nobody-may-see' };

/** The `Authorization` header of {@link reader}. */
export const readerHeader = `Basic ${Buffer.from(`${reader.username}:${reader.password}`).toString('base64')}`;

/** A file of the index; where its bytes and attestations are, if not on the index itself. */
export interface PrivateFile {
  readonly filename: string;
  readonly bytes: Uint8Array;
  readonly provenance?: Uint8Array;
  readonly url?: string;
  readonly provenanceUrl?: string;
}

/** A server on loopback, and what it was asked. */
export interface PrivateIndex {
  readonly origin: string;
  readonly requests: readonly IncomingMessage[];
}

/** How an index behaves. */
export interface PrivateIndexOptions {
  /** Shows everything to everybody. */
  readonly isPublic?: boolean;
  /** Who may read, by header. Default {@link readerHeader}. */
  readonly header?: string;
  /** Sends on there all that was asked for with the login. */
  readonly sendsOnTo?: string;
}

/** Starts an index that demands Basic authentication for everything: the simple API below `/simple/`, files below `/files/`. */
export async function startPrivateIndex(project: string, files: readonly PrivateFile[], { isPublic = false, header = readerHeader, sendsOnTo }: PrivateIndexOptions = {}): Promise<PrivateIndex> {
  const requests: IncomingMessage[] = [];
  const answers = answersOf(project, files);
  const server = createServer((request, response) => {
    requests.push(request);
    const { url = '', headers } = request;
    const answer = answers.get(url);
    if (!isPublic && headers.authorization !== header) response.writeHead(401, { 'www-authenticate': 'Basic realm="private"' }).end();
    else if (sendsOnTo !== undefined) response.writeHead(302, { location: `${sendsOnTo}${url}` }).end();
    else if (answer === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': answer.type }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

function answersOf(project: string, files: readonly PrivateFile[]): ReadonlyMap<string, { readonly type: string; readonly body: string | Uint8Array }> {
  const simple = 'application/vnd.pypi.simple.v1+json';
  const listed = files.map(({ filename, bytes, provenance, url, provenanceUrl }) => ({
    filename,
    url: url ?? `/files/${filename}`,
    hashes: { sha256: createHash('sha256').update(bytes).digest('hex') },
    provenance: provenanceUrl ?? (provenance === undefined ? null : `/provenance/${filename}`),
  }));
  return new Map([
    ['/simple/', { type: simple, body: JSON.stringify({ meta: { 'api-version': '1.4' }, projects: [{ name: project }] }) }],
    [`/simple/${project}/`, { type: simple, body: JSON.stringify({ meta: { 'api-version': '1.4' }, name: project, files: listed }) }],
    ...files.map(({ filename, bytes }) => [`/files/${filename}`, { type: 'application/octet-stream', body: bytes }] as const),
    ...files.flatMap(({ filename, provenance }) => (provenance === undefined ? [] : [[`/provenance/${filename}`, { type: 'application/vnd.pypi.integrity.v1+json', body: provenance }] as const])),
  ]);
}
