import { createHash } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { parseIdentityToken, resultOf, type HttpClient, type Identity } from '@ropewalk/core';
import { fixedCredential, mintedCredential, type Credential } from '@ropewalk/credentials';
import { createHttpClient } from '@ropewalk/http';
import { startLocalCi, type LocalCi } from '@ropewalk/local-ci';
import { startLocalIndex, type LocalIndex, type LocalIndexOptions } from '@ropewalk/local-index';
import { githubIdentity } from '@ropewalk/oidc-github';
import { createUploadTokenSource, type UploadTokenSource } from '@ropewalk/trusted-publishing';
import { upload, type UploadFile, type UploadOutcome, type UploadRequest } from '@ropewalk/uploader';

/** An index, the CI whose tokens it believes, and the client that talks to both. */
export interface TestWorld {
  readonly http: HttpClient;
  readonly ci: LocalCi;
  readonly index: LocalIndex;
}

/** The job that the index knows as the publisher of `sample`. */
export const jobClaims = {
  repository: 'octo/sample',
  repository_owner: 'octo',
  ref: 'refs/tags/v1',
  workflow_ref: 'octo/sample/.github/workflows/release.yml@refs/tags/v1',
  job_workflow_ref: 'octo/sample/.github/workflows/release.yml@refs/tags/v1',
} as const;

/** Its publisher. */
export const publisher = { kind: 'GitHub', repository: 'octo/sample', workflow: 'release.yml' } as const;

/** Opens a world that ends with the test. */
export async function openTestWorld(changes: Partial<LocalIndexOptions> = {}): Promise<TestWorld> {
  const http = createHttpClient({ loopbackOnly: true });
  const ci = await startLocalCi();
  const index = await startLocalIndex({
    http,
    issuers: ci.issuers,
    publishers: [{ project: 'sample', publisher }],
    users: [{ username: 'alice', password: 'password' }],
    verifyAttestation: () => Promise.resolve(),
    ...changes,
  });
  onTestFinished(async () => {
    await Promise.all([index.close(), ci.close()]);
    await http.close();
  });
  return { http, ci, index };
}

/** What differs from `sample-1.0.tar.gz`. An `undefined` field is left out. */
export interface FileChanges {
  readonly filename?: string;
  readonly content?: string;
  readonly fields?: Readonly<Record<string, string | undefined>>;
}

/** A file to upload, made by hand so that it can be wrong. */
export function fileToUpload({ filename = 'sample-1.0.tar.gz', content = `content of ${filename}`, fields = {} }: FileChanges = {}): UploadFile {
  const bytes = Buffer.from(content);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const isWheel = filename.endsWith('.whl');
  const all: Readonly<Record<string, string | undefined>> = {
    ':action': 'file_upload',
    protocol_version: '1',
    metadata_version: '2.1',
    name: 'sample',
    version: '1.0',
    filetype: isWheel ? 'bdist_wheel' : 'sdist',
    pyversion: isWheel ? 'py3' : 'source',
    requires_python: '',
    sha256_digest: sha256,
    ...fields,
  };
  const given = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { filename, project: all['name'] ?? '', version: all['version'] ?? '', sizeBytes: bytes.length, sha256, fields: given, content: bytes };
}

/** A credential with an API token of the index, or any other text as one. */
export function tokenCredential(index: LocalIndex, token: string = index.createToken()): Credential {
  return fixedCredential({ source: 'the test', kind: 'token', username: '__token__', origin: index.url.origin }, token);
}

/** A credential with a user's password. */
export function passwordCredential(index: LocalIndex, password = 'password'): Credential {
  return fixedCredential({ source: 'the test', kind: 'password', username: 'alice', origin: index.url.origin }, password);
}

/** Upload tokens for the job of the publisher, through the client that finds its identity. */
export async function uploadTokens(world: TestWorld): Promise<UploadTokenSource> {
  const { env } = world.ci.github(jobClaims);
  const identity = await githubIdentity({ env, http: world.http }).detect();
  if (identity === undefined) throw new TypeError('The job has no identity.');
  return tokensFor(world, identity);
}

/** Upload tokens for any claims, also those that a careful client stops at itself. */
export function uploadTokensOf(world: TestWorld, claims: Readonly<Record<string, unknown>>): UploadTokenSource {
  const identity: Identity = {
    provider: 'github',
    requestToken: async (audience) => parseIdentityToken(await world.ci.issueToken('github', { audience, claims: { ...jobClaims, ...claims } }), audience),
  };
  return tokensFor(world, identity);
}

function tokensFor({ http, index }: TestWorld, identity: Identity): UploadTokenSource {
  return createUploadTokenSource({ identity, uploadUrl: index.uploadUrl, http, audience: 'rehearsal', sleep: () => Promise.resolve() });
}

/** The credential of the publisher's job. */
export async function mintedFor(world: TestWorld): Promise<Credential> {
  return mintedCredential({ source: 'the job', origin: world.index.url.origin }, await uploadTokens(world));
}

/** Uploads one file and answers how it ended. */
export async function uploadOne(
  { http, index }: TestWorld,
  file: UploadFile,
  credential: Credential,
  options: Partial<UploadRequest> = {},
): Promise<UploadOutcome> {
  const patience = { sleep: () => Promise.resolve(), retries: { attempts: 3 } };
  const result = await resultOf(upload({ files: [file], repositoryUrl: index.uploadUrl, credential, http, ...patience, ...options }));
  const [only] = result.files;
  if (only === undefined) throw new TypeError('No file has an outcome.');
  return only.outcome;
}
