import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { githubPublisher } from '@ropewalk/oidc-github/publisher';
import { findAttestationFiles, judgeAttestation } from '@ropewalk/publish';
import type { TrustedRoot } from '@ropewalk/trusted-root';

/** A distribution, as far as signing goes. */
export interface ReleaseFile {
  readonly filename: string;
  readonly sha256: string;
}

/** The distributions of a folder without an attestation. One that does not verify is an error: nothing may be half-written. */
export async function unsignedFiles(folder: string, trustedRoot: TrustedRoot): Promise<readonly ReleaseFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.tar.gz')).toSorted();
  const unsigned: ReleaseFile[] = [];
  for (const filename of names) {
    const path = join(folder, filename);
    const file = { filename, sha256: createHash('sha256').update(await readFile(path)).digest('hex') };
    const [found] = await findAttestationFiles({ filename, path }, undefined);
    if (found === undefined) {
      unsigned.push(file);
      continue;
    }
    const publisher = { kind: 'GitHub', repository: 'octo-org/sampleproject', workflow: 'release.yml' };
    const verdict = judgeAttestation(file, found, { publisher, kinds: [githubPublisher], trustedRoot, now: () => new Date() });
    if (!verdict.usable) throw new Error(`${found.path} does not verify: ${verdict.reason}`);
  }
  return unsigned;
}
