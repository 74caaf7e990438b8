import type { HttpClient, Identity } from '@ropewalk/core';
import { createHttpClient } from '@ropewalk/http';
import { startLocalCi, type LocalCi } from '@ropewalk/local-ci';
import { startLocalIndex, type LocalIndex, type PublisherRegistration } from '@ropewalk/local-index';
import { anyCi } from '@ropewalk/oidc';
import { createUploadTokenSource, type UploadTokenSource } from '@ropewalk/trusted-publishing';
import { inspect } from 'node:util';

/** CI systems and an index on loopback, and a client that goes nowhere else. */
export interface World {
  readonly ci: LocalCi;
  readonly index: LocalIndex;
  readonly http: HttpClient;
  /** The identity that a job with this environment has. */
  identity(env: Readonly<Record<string, string>>): Promise<Identity>;
  /** A source of upload tokens for such a job. */
  source(env: Readonly<Record<string, string>>): Promise<UploadTokenSource>;
  close(): Promise<void>;
}

/** What a world is made of. */
export interface WorldOptions {
  readonly publishers?: readonly PublisherRegistration[];
  readonly discovery?: boolean;
  readonly gitlabIssuer?: string;
  readonly customIssuers?: ReadonlyMap<string, 'gitlab'>;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const { publishers = [], discovery = false, gitlabIssuer, customIssuers } = options;
  const http = createHttpClient({ loopbackOnly: true });
  const ci = await startLocalCi(gitlabIssuer === undefined ? {} : { gitlabIssuer });
  const index = await startLocalIndex({
    http,
    issuers: ci.issuers,
    publishers,
    discovery,
    verifyAttestation: async () => {},
    ...(customIssuers === undefined ? {} : { customIssuers }),
  });
  const identity = async (env: Readonly<Record<string, string>>): Promise<Identity> => {
    const found = await anyCi({ env, http, allowGoogle: true }).detect();
    if (found === undefined) throw new TypeError('no identity');
    return found;
  };
  return {
    ci,
    index,
    http,
    identity,
    source: async (env) => createUploadTokenSource({ identity: await identity(env), uploadUrl: index.uploadUrl, http, audience: 'rehearsal', sleep: async () => {} }),
    async close() {
      await Promise.all([index.close(), ci.close()]);
      await http.close();
    },
  };
}

/** Everything a person or a log could see of a value: its properties, hidden ones too, its causes, and its JSON. */
export function everythingVisible(value: unknown): string {
  const error = value instanceof Error ? `${value.message} ${value.stack ?? ''}` : '';
  return `${inspect(value, { depth: Infinity, showHidden: true, maxStringLength: null })} ${error} ${JSON.stringify(value) ?? ''}`;
}
