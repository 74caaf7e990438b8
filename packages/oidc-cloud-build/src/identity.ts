import type { HttpClient, Identity, IdentityProvider } from '@ropewalk/core';
import { impersonatedToken } from './impersonated-token.ts';
import { isOnGoogleCloud } from './is-on-google-cloud.ts';
import { metadataToken } from './metadata-token.ts';

/** What {@link cloudBuildIdentity} needs. */
export interface CloudBuildIdentityOptions {
  /** Asks the metadata server, which must not go through a proxy. */
  readonly http: HttpClient;
  /**
   * Whether the account of this machine may be used. Being on a machine of Google's is no consent: every virtual machine
   * there has an account. Default `false`; `GOOGLE_SERVICE_ACCOUNT_NAME` is consent too.
   */
  readonly allowed?: boolean;
  /** Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The file in which the firmware names the machine. Default `/sys/class/dmi/id/product_name`. */
  readonly productNameFile?: string;
}

/**
 * The identity of a Google service account: in Cloud Build, on a virtual machine, in Cloud Run or Kubernetes Engine.
 *
 * The identity is the account, not a repository: whatever runs as this account can release. Use one account for one project.
 *
 * `detect` answers `undefined` when the account may not be used, and off Google Cloud, which it tells without the network.
 */
export function cloudBuildIdentity(options: CloudBuildIdentityOptions): IdentityProvider {
  const { http, allowed = false, env = process.env } = options;
  return {
    name: 'google',
    async detect(): Promise<Identity | undefined> {
      const account = env['GOOGLE_SERVICE_ACCOUNT_NAME'];
      if (account) return identityOf((audience, signal) => impersonatedToken({ http, env, account, audience, ...signal }));
      if (!allowed || !(await isOnGoogleCloud(options))) return undefined;
      return identityOf((audience, signal) => metadataToken({ http, env, audience, ...signal }));
    },
  };
}

type Request = (audience: string, options: { readonly signal?: AbortSignal }) => ReturnType<Identity['requestToken']>;

function identityOf(request: Request): Identity {
  return { provider: 'google', requestToken: (audience, { signal } = {}) => request(audience, signal === undefined ? {} : { signal }) };
}
