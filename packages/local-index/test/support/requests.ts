import { createHash } from 'node:crypto';
import type { LocalIndex } from '../../src/index.ts';

/** What differs from an ordinary upload of `sample-1.0.tar.gz`. `undefined` leaves a field out, a list repeats it. */
export interface UploadChanges {
  readonly fields?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly filename?: string;
  readonly content?: string | Uint8Array | undefined;
  readonly contentType?: string;
  /** The whole header. */
  readonly authorization?: string | undefined;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
}

/** Uploads `sample-1.0.tar.gz` as `alice`, but for the changes. */
export function upload(index: LocalIndex, changes: UploadChanges = {}): Promise<Response> {
  const { filename = 'sample-1.0.tar.gz', contentType = 'application/octet-stream' } = changes;
  const content = Buffer.from(changes.content ?? `content of ${filename}`);
  const fields = { ...ordinaryFields(filename, content), ...changes.fields };
  const form = new FormData();
  for (const [name, values] of Object.entries(fields)) {
    for (const value of typeof values === 'string' ? [values] : (values ?? [])) form.append(name, value);
  }
  if (!('content' in changes) || changes.content !== undefined) form.append('content', new Blob([content], { type: contentType }), filename);
  return fetch(changes.path === undefined ? index.uploadUrl : new URL(changes.path, index.url), {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { ...authorizationOf(changes), ...changes.headers },
  });
}

/** Uploads a wheel the same way. */
export function uploadWheel(index: LocalIndex, filename: string, changes: UploadChanges = {}): Promise<Response> {
  return upload(index, { filename, ...changes, fields: { filetype: 'bdist_wheel', pyversion: 'py3', ...changes.fields } });
}

/** The header of an API token. */
export function basic(token: string, username = '__token__'): string {
  return `Basic ${Buffer.from(`${username}:${token}`).toString('base64')}`;
}

/** Exchanges an identity token. */
export function mint(index: LocalIndex, jwt: string): Promise<Response> {
  return fetch(new URL('_/oidc/mint-token', index.url), { method: 'POST', body: JSON.stringify({ token: jwt }) });
}

/** Exchanges an identity token that must be accepted. */
export async function mintedToken(index: LocalIndex, jwt: string): Promise<string> {
  const answer: unknown = await (await mint(index, jwt)).json();
  if (typeof answer !== 'object' || answer === null || !('token' in answer)) throw new Error(JSON.stringify(answer));
  return String(answer.token);
}

function ordinaryFields(filename: string, content: Uint8Array): Readonly<Record<string, string>> {
  return {
    ':action': 'file_upload',
    protocol_version: '1',
    metadata_version: '2.1',
    name: 'sample',
    version: filename.split('-')[1]?.replace('.tar.gz', '') ?? '1.0',
    filetype: 'sdist',
    pyversion: 'source',
    sha256_digest: createHash('sha256').update(content).digest('hex'),
  };
}

function authorizationOf(changes: UploadChanges): Readonly<Record<string, string>> {
  if (!('authorization' in changes)) return { authorization: basic(changes.token ?? 'pypi-known') };
  return changes.authorization === undefined ? {} : { authorization: changes.authorization };
}
