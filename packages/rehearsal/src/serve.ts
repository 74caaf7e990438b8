import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DistributionSource } from '@ropewalk/distribution';
import { keepFiles } from './keep.ts';
import { rehearsalJobs, type RehearsalCi } from './jobs.ts';
import { projectsOf, versionOf } from './projects-of.ts';
import { sampleRelease } from './sample/sample-release.ts';
import { openWorld, rehearsalAudience, type World } from './world.ts';

/** A loopback world that stays up for commands in another shell. */
export interface ServedWorld {
  readonly world: World;
  /** What the other shell must have in its environment: the job's variables, and the settings that keep ropewalk in this world. */
  readonly env: Readonly<Record<string, string>>;
  /** The distributions to publish there. */
  readonly files: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens a loopback world and begins a job in it, for another process to publish from.
 *
 * @param files - Paths of the release that the index will expect. Default: the sample project, written into `folder`.
 * @param folder - Where the trusted root (and the sample) are written. Made if missing.
 */
export async function serveWorld(files: readonly string[], folder: string, ci: RehearsalCi = 'github'): Promise<ServedWorld> {
  await mkdir(folder, { recursive: true });
  const release: readonly string[] = files.length === 0 ? await writeSample(folder) : files;
  const world = await openWorld(projectsOf(release), rehearsalJobs[ci].publisher);
  try {
    const trustedRoot = join(folder, 'trusted_root.json');
    await writeFile(trustedRoot, `${JSON.stringify(world.trustedRoot.json, undefined, 2)}\n`);
    const env = {
      ...(await rehearsalJobs[ci].start(world.ci, versionOf(release))),
      ROPEWALK_REPOSITORY_URL: world.index.uploadUrl.href,
      // The other ways to name an index, so that no command in that shell goes to the real one.
      TWINE_REPOSITORY_URL: world.index.uploadUrl.href,
      ROPEWALK_INDEX_URL: world.index.simpleUrl.href,
      ROPEWALK_AUDIENCE: rehearsalAudience,
      ROPEWALK_FULCIO_URL: world.sigstore.fulcioUrl.href,
      ROPEWALK_REKOR_URL: world.sigstore.rekorUrl.href,
      ROPEWALK_TRUSTED_ROOT: trustedRoot,
    };
    return { world, env, files: release, close: () => world.close() };
  } catch (error) {
    await world.close();
    throw error;
  }
}

async function writeSample(folder: string): Promise<readonly string[]> {
  const sample: readonly Exclude<DistributionSource, string>[] = await sampleRelease();
  await keepFiles(folder, sample.map(({ filename, bytes }) => ({ name: filename, bytes })));
  return sample.map(({ filename }) => join(folder, filename));
}
