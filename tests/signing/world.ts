import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClient } from '@ropewalk/http';
import { startLocalCi, type LocalCi } from '@ropewalk/local-ci';
import { startLocalSigstore, type LocalSigstore } from '@ropewalk/local-sigstore';
import { ropewalk, type Run } from '@ropewalk-tests/command/ropewalk.ts';

/** A CI and a Sigstore on loopback, and a release whose files wait to be signed. */
export interface SigningWorld {
  readonly ci: LocalCi;
  readonly sigstore: LocalSigstore;
  /** For whatever else a test writes. */
  readonly folder: string;
  /** The release: valid names, any content. */
  readonly files: readonly string[];
  /** The environment of a GitHub job, with the settings that keep ropewalk in this world. */
  jobEnv(claims?: Readonly<Record<string, unknown>>): Record<string, string>;
  /** Runs `ropewalk sign` on the release, as that job unless another environment is given. */
  sign(options?: readonly string[], env?: Record<string, string>): Promise<Run>;
  /** Runs `ropewalk verify` on the release, as somebody who expects its publisher. */
  verify(options?: readonly string[]): Promise<Run>;
  /** The names of what lies beside the files, hidden files too. */
  listing(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** The repository whose job signs. */
export const repository = 'octo-org/signing-demo';

/** Starts a world. `now` is the clock of Sigstore alone. */
export async function startSigningWorld(count: number, options: { readonly now?: () => Date } = {}): Promise<SigningWorld> {
  const http = createHttpClient({ loopbackOnly: true });
  const ci = await startLocalCi();
  const sigstore = await startLocalSigstore({ http, issuers: ci.issuers, ...(options.now === undefined ? {} : { now: options.now }) });
  const folder = await mkdtemp(join(tmpdir(), 'ropewalk-signing-'));
  const trustedRoot = join(folder, 'trusted_root.json');
  await writeFile(trustedRoot, JSON.stringify(sigstore.trustedRoot));
  const files = await writeRelease(join(folder, 'dist'), count);
  const settings = {
    ROPEWALK_FULCIO_URL: sigstore.fulcioUrl.href,
    ROPEWALK_REKOR_URL: sigstore.rekorUrl.href,
    ROPEWALK_TRUSTED_ROOT: trustedRoot,
  };
  const jobEnv = (claims: Readonly<Record<string, unknown>> = {}): Record<string, string> => ({ ...ci.github({ repository, ...claims }).env, ...settings });
  return {
    ci,
    sigstore,
    folder,
    files,
    jobEnv,
    sign: (args = [], env = jobEnv()) => ropewalk(['sign', ...args, ...files], { env, cwd: folder }),
    verify: (args = ['--publisher', `github:${repository}`, '--workflow', 'release.yml']) => ropewalk(['verify', '--offline', ...args, ...files], { env: settings, cwd: folder }),
    listing: async () => (await readdir(join(folder, 'dist'))).sort(),
    async close() {
      await Promise.all([ci.close(), sigstore.close(), http.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Writes files with the names of one version's wheels; signing does not look inside. */
async function writeRelease(folder: string, count: number): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const paths = Array.from({ length: count }, (_, index) => join(folder, `signing_demo-1.0-cp3${index}-none-any.whl`));
  for (const path of paths) await writeFile(path, `the wheel ${path}`);
  return paths;
}

/** An attestation file, read. */
export async function readAttestation(path: string): Promise<{ readonly envelope: { readonly statement: string; readonly signature: string } }> {
  return JSON.parse(await readFile(path, 'utf8'));
}

/** The in-toto statement inside. */
export async function statementIn(path: string): Promise<{ readonly predicateType: string; readonly predicate: Readonly<Record<string, unknown>> | null; readonly subject: unknown }> {
  return JSON.parse(Buffer.from((await readAttestation(path)).envelope.statement, 'base64').toString('utf8'));
}
