import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openWorld, rehearsalAudience, rehearsalJobs, sampleRelease, type World, type WorldOptions } from '@ropewalk/rehearsal';

/** The environment of a GitHub job in the loopback world, with the settings that make ropewalk stay in it. */
export async function jobEnvironment(world: World, folder: string, claims: Readonly<Record<string, unknown>> = {}): Promise<Record<string, string>> {
  return { ...world.ci.github({ ...jobClaims, ...claims }).env, ...(await worldSettings(world, folder)) };
}

/** The settings alone that make ropewalk stay in the loopback world. */
export async function worldSettings(world: World, folder: string): Promise<Record<string, string>> {
  const root = join(folder, 'trusted_root.json');
  await writeFile(root, JSON.stringify(world.trustedRoot.json));
  return {
    ROPEWALK_REPOSITORY_URL: world.index.uploadUrl.href,
    ROPEWALK_AUDIENCE: rehearsalAudience,
    ROPEWALK_FULCIO_URL: world.sigstore.fulcioUrl.href,
    ROPEWALK_REKOR_URL: world.sigstore.rekorUrl.href,
    ROPEWALK_TRUSTED_ROOT: root,
  };
}

const repository = 'ropewalk-rehearsal/sample';
const workflowRef = `${repository}/.github/workflows/release.yml@refs/tags/v1.0.0`;

/** The claims of the job that the world's index expects. */
export const jobClaims = { repository, ref: 'refs/tags/v1.0.0', workflow_ref: workflowRef, job_workflow_ref: workflowRef };

/** Opens a world whose index expects the sample project from the rehearsal's publisher. */
export function openSampleWorld(options: WorldOptions = {}): Promise<World> {
  return openWorld(['ropewalk-sample'], rehearsalJobs.github.publisher, options);
}

/** Writes the sample project's distributions into `folder/dist` and returns their paths. */
export async function writeSample(folder: string): Promise<readonly string[]> {
  await mkdir(join(folder, 'dist'), { recursive: true });
  const paths: string[] = [];
  for (const { filename, bytes } of await sampleRelease()) {
    const path = join(folder, 'dist', filename);
    await writeFile(path, bytes);
    paths.push(path);
  }
  return paths;
}
