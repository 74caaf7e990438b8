import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HttpClient, Identity, IdentityProvider, IdentityToken } from '@ropewalk/core';
import { isJsonObject, parseJson, type JsonObject } from '@ropewalk/encoding';
import { createHttpClient } from '@ropewalk/http';
import { startLocalCi, type LocalCi } from '@ropewalk/local-ci';
import { startLocalSigstore } from '@ropewalk/local-sigstore';
import { cloudBuildIdentity } from '@ropewalk/oidc-cloud-build';
import { githubIdentity } from '@ropewalk/oidc-github';
import { gitlabIdentity } from '@ropewalk/oidc-gitlab';
import { knowledgeOf } from '@ropewalk/oidc/publisher';
import {
  bundleToAttestation,
  createStatement,
  serializeAttestation,
  serializeProvenance,
  SLSA_PREDICATE_TYPE,
  type Provenance,
} from '@ropewalk/pep740';
import { createSigner } from '@ropewalk/signer';
import { parseTrustedRoot } from '@ropewalk/trusted-root';

export const REPOSITORY = 'octo-org/sampleproject';
export const GITLAB_PROJECT = 'group/subgroup/sampleproject';
export const EMAIL = 'publisher@sample-project.iam.gserviceaccount.com';

/** A distribution on disk, with its attestation beside it and the provenance an index would serve. */
export interface SignedFile {
  readonly path: string;
  readonly provenancePath: string;
}

/** Providers whose jobs are played. */
export type Provider = 'github' | 'gitlab' | 'google';

/** A Sigstore, ours or the real one. */
export interface Sigstore {
  readonly fulcioUrl: URL;
  readonly rekorUrl: URL;
  readonly trustedRoot: Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

/** A CI system and a Sigstore on loopback. */
export interface SigningWorld {
  readonly ci: LocalCi;
  readonly http: HttpClient;
  readonly sigstore: Sigstore;
  /** The identity of a job of this provider. */
  identity(provider: Provider): Promise<Identity>;
  /** Signs one file as a job of this provider, each in a folder of its own; with `slsa`, its build provenance too. */
  sign(provider: Provider, filename: string, content: string, options?: { readonly slsa?: boolean }): Promise<SignedFile>;
  /** A bare token, for other clients. */
  token(provider: Provider): Promise<string>;
  close(): Promise<void>;
}

/**
 * Starts the world; files go below `folder`.
 *
 * @param options.sigstore - Starts the Sigstore, given where the issuers' keys are. Default: `local-sigstore`.
 */
export async function startSigningWorld(
  folder: string,
  options: { readonly sigstore?: (issuers: ReadonlyMap<string, URL>) => Promise<Sigstore> } = {},
): Promise<SigningWorld> {
  const http = createHttpClient({ loopbackOnly: true });
  const ci = await startLocalCi();
  const start = options.sigstore ?? ((issuers) => startLocalSigstore({ http, issuers }));
  const sigstore = await start(ci.issuers);
  const trustedRoot = parseTrustedRoot(JSON.stringify(sigstore.trustedRoot), { source: 'local' });
  const claims = { google: { email: EMAIL }, github: { repository: REPOSITORY }, gitlab: { project_path: GITLAB_PROJECT } };
  let count = 0;

  async function identity(provider: Provider): Promise<Identity> {
    const providers: Record<Provider, () => Promise<IdentityProvider>> = {
      github: async () => githubIdentity({ http, env: ci.github(claims.github).env }),
      gitlab: async () => gitlabIdentity({ env: (await ci.gitlab({ claims: claims.gitlab })).env }),
      google: async () => cloudBuildIdentity({ http, allowed: true, env: (await ci.google({ claims: claims.google })).env }),
    };
    const found = await (await providers[provider]()).detect();
    if (found === undefined) throw new Error(`The job of ${provider} has no identity.`);
    return found;
  }

  return {
    ci,
    http,
    sigstore,
    identity,
    token: (provider) => ci.issueToken(provider, { audience: 'sigstore', claims: claims[provider] }),
    async sign(provider, filename, content, { slsa = false } = {}) {
      const { fulcioUrl, rekorUrl } = sigstore;
      const signer = createSigner({ identity: await identity(provider), http, fulcioUrl, rekorUrl, trustedRoot });
      const sha256 = createHash('sha256').update(content).digest('hex');
      const attestation = bundleToAttestation(await signer.sign(createStatement({ filename, sha256 })));
      const attestations = [attestation];
      if (slsa) {
        const predicate = provenanceOf(await signer.prepare());
        attestations.push(bundleToAttestation(await signer.sign(createStatement({ filename, sha256, predicateType: SLSA_PREDICATE_TYPE, predicate }))));
      }

      count += 1;
      const place = join(folder, `${count}`);
      await mkdir(place, { recursive: true });
      const [path, provenancePath] = [join(place, filename), join(place, `${filename}.provenance`)];
      const provenance: Provenance = { version: 1, attestation_bundles: [{ publisher: publishers[provider], attestations }] };
      await writeFile(path, content);
      await writeFile(`${path}.publish.attestation`, serializeAttestation(attestation));
      await writeFile(provenancePath, serializeProvenance(provenance));
      return { path, provenancePath };
    },
    async close() {
      await Promise.all([sigstore.close(), ci.close(), http.close()]);
    },
  };
}

/** The predicate of SLSA provenance v1 that the provider knows from its token. */
function provenanceOf(token: IdentityToken): JsonObject {
  const known = knowledgeOf(token)?.slsaProvenance(token);
  if (known === undefined) throw new Error(`Nothing is known of builds by ${token.issuer}.`);
  const predicate = parseJson(JSON.stringify(known));
  if (!isJsonObject(predicate)) throw new Error('A predicate is an object.');
  return predicate;
}

const publishers = {
  github: { kind: 'GitHub', repository: REPOSITORY, workflow: 'release.yml', environment: 'pypi' },
  gitlab: { kind: 'GitLab', repository: GITLAB_PROJECT, workflow_filepath: '.gitlab-ci.yml', environment: null },
  google: { kind: 'Google', email: EMAIL },
} as const;
