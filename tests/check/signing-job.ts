import { join } from 'node:path';
import { createHttpClient } from '@ropewalk/http';
import { startLocalCi } from '@ropewalk/local-ci';
import { startLocalSigstore } from '@ropewalk/local-sigstore';
import { onTestFinished } from 'vitest';
import { folderWith } from './dist-folder.ts';

/** A job of a CI on loopback that may sign, with a Sigstore on loopback. */
export interface SigningJob {
  /** Its folder; the release is in `dist`. */
  readonly cwd: string;
  readonly env: Record<string, string>;
  /** The files of the release. */
  readonly files: readonly string[];
}

/** Starts one that lives as long as the test. What the files hold is of no account to signing. */
export async function startSigningJob(): Promise<SigningJob> {
  const http = createHttpClient({ loopbackOnly: true });
  const ci = await startLocalCi();
  const sigstore = await startLocalSigstore({ http, issuers: ci.issuers });
  onTestFinished(async () => void (await Promise.all([ci.close(), sigstore.close(), http.close()])));
  const files = ['dist/demo-1.0-py3-none-any.whl', 'dist/demo-1.0.tar.gz'];
  const cwd = await folderWith({ ...Object.fromEntries(files.map((file) => [file, file])), 'trusted_root.json': JSON.stringify(sigstore.trustedRoot) });
  const settings = { ROPEWALK_FULCIO_URL: sigstore.fulcioUrl.href, ROPEWALK_REKOR_URL: sigstore.rekorUrl.href, ROPEWALK_TRUSTED_ROOT: join(cwd, 'trusted_root.json') };
  return { cwd, files, env: { HOME: cwd, ...ci.github({ repository: 'octo-org/demo' }).env, ...settings } };
}
