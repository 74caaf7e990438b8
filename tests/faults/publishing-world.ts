import type { HttpClient, Identity } from '@ropewalk/core';
import { mintedCredential, type UploadTokenSource } from '@ropewalk/credentials';
import { createHttpClient } from '@ropewalk/http';
import { createFileLookup, createIndexClient } from '@ropewalk/index-client';
import { startLocalCi, type JobEnvironment, type LocalCi } from '@ropewalk/local-ci';
import { startLocalIndex, type LocalIndex } from '@ropewalk/local-index';
import { anyCi } from '@ropewalk/oidc';
import { createUploadTokenSource } from '@ropewalk/trusted-publishing';
import { upload, type UploadedFile, type UploadEvent, type UploadFile, type UploadRequest } from '@ropewalk/uploader';
import { startFaultProxy, type Fault, type SeenRequest } from './fault-proxy.ts';

/** A CI, an index that trusts it, and a proxy between them. */
export interface PublishingWorld {
  readonly ci: LocalCi;
  readonly index: LocalIndex;
  /** Runs one job: it has an identity, exchanges it and uploads. */
  run(job: JobEnvironment, files: readonly UploadFile[], options?: Partial<UploadRequest>): Promise<EndedJob>;
  /** How often an identity token was exchanged for an upload token. */
  exchanges(): number;
  close(): Promise<void>;
}

/** What became of a job, and everything that must not be seen of it. */
export interface EndedJob {
  readonly files: readonly UploadedFile[];
  readonly events: readonly UploadEvent[];
  readonly secrets: readonly string[];
}

const publishers = [
  { project: 'fault-demo', publisher: { kind: 'GitHub', repository: 'octo-org/sampleproject', workflow: 'release.yml' } },
  { project: 'fault-demo', publisher: { kind: 'GitLab', repository: 'group/subgroup/sampleproject', workflow_filepath: '.gitlab-ci.yml' } },
] as const;

/** Starts a world. `faultFor` sees every request of a job to the index, and says what goes wrong with it. */
export async function startPublishingWorld(faultFor: (request: SeenRequest, index: LocalIndex) => Fault | undefined): Promise<PublishingWorld> {
  const http = createHttpClient({ loopbackOnly: true, sleep: async () => undefined });
  const ci = await startLocalCi();
  const index = await startLocalIndex({ http, issuers: ci.issuers, publishers, verifyAttestation: async () => undefined });
  const proxy = await startFaultProxy(index.url, (request) => faultFor(request, index));
  const repositoryUrl = new URL(index.uploadUrl.pathname, proxy.url);
  return {
    ci,
    index,
    async run(job, files, options = {}) {
      const secrets: string[] = [];
      const identity = noting(await identityOf(job, http), secrets);
      const tokens = notingTokens(createUploadTokenSource({ identity, uploadUrl: repositoryUrl, http, audience: 'rehearsal', sleep: async () => undefined }), secrets);
      const credential = mintedCredential({ source: 'trusted publishing', origin: repositoryUrl.origin }, tokens);
      const lookUp = createFileLookup(createIndexClient({ http, simpleUrl: new URL(index.simpleUrl.pathname, proxy.url) }));
      const events: UploadEvent[] = [];
      for await (const event of upload({ files, repositoryUrl, credential, http, lookUp, sleep: async () => undefined, ...options })) events.push(event);
      const last = events.at(-1);
      return { files: last?.type === 'uploads-end' ? last.result.files : [], events, secrets };
    },
    exchanges: () => index.requests().filter(({ path }) => path === '/_/oidc/mint-token').length,
    async close() {
      await proxy.close();
      await Promise.all([index.close(), ci.close()]);
      await http.close();
    },
  };
}

async function identityOf(job: JobEnvironment, http: HttpClient): Promise<Identity> {
  const identity = await anyCi({ env: job, http }).detect();
  if (identity === undefined) throw new TypeError('The job has no identity.');
  return identity;
}

function noting(identity: Identity, secrets: string[]): Identity {
  return {
    provider: identity.provider,
    async requestToken(audience, options) {
      const token = await identity.requestToken(audience, options);
      secrets.push(...token.reveal().split('.').slice(1));
      return token;
    },
  };
}

function notingTokens(tokens: UploadTokenSource, secrets: string[]): UploadTokenSource {
  return {
    async token(options) {
      const token = await tokens.token(options);
      secrets.push(token.reveal(), Buffer.from(`__token__:${token.reveal()}`).toString('base64'));
      return token;
    },
  };
}
