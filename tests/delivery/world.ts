import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpClient } from '@ropewalk/http';
import { startLocalIndex, type LocalIndex, type LocalIndexOptions } from '@ropewalk/local-index';
import { openWorld, rehearsalJobs, type World, type WorldOptions } from '@ropewalk/rehearsal';
import { onTestFinished } from 'vitest';
import { ropewalk, type Run } from '../command/ropewalk.ts';
import { buildRelease } from '../faults/release.ts';
import { jobEnvironment } from '../release/world.ts';

/** The project of every release here. */
export const project = 'fault-demo';

/** A folder that is a home and a project at once, gone when the test is over. */
export async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ropewalk-delivery-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts an index that lives as long as the test, without trusted publishing's other half. */
export async function startIndex(options: Partial<LocalIndexOptions> = {}): Promise<LocalIndex> {
  const http = createHttpClient({ loopbackOnly: true, env: {} });
  const index = await startLocalIndex({ http, issuers: new Map(), verifyAttestation: async () => undefined, ...options });
  onTestFinished(async () => {
    await index.close();
    await http.close();
  });
  return index;
}

/** Opens a whole world that lives as long as the test. */
export async function openDemoWorld(options: WorldOptions = {}): Promise<World> {
  const world = await openWorld([project], rehearsalJobs.github.publisher, options);
  onTestFinished(() => world.close());
  return world;
}

/** Writes a release of `count` wheels into `folder/name` and returns their paths. */
export async function writeRelease(folder: string, count: number, options: { readonly salt?: string; readonly paddingBytes?: number; readonly name?: string } = {}): Promise<readonly string[]> {
  const place = join(folder, options.name ?? 'dist');
  await mkdir(place, { recursive: true });
  const paths: string[] = [];
  for (const { filename, bytes } of buildRelease(count, options)) {
    const path = join(place, filename);
    await writeFile(path, bytes);
    paths.push(path);
  }
  return paths;
}

/** Runs the command with a home of its own, so that nobody's `.pypirc` is read. */
export function run(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  return ropewalk(args, { cwd: folder, env: { HOME: folder, ...env } });
}

/** The environment of a GitHub job in `world`. */
export function jobOf(world: World, folder: string): Promise<Record<string, string>> {
  return jobEnvironment(world, folder);
}

/** The uploads an index has answered, or cut. */
export function uploadsTo(index: LocalIndex): number {
  return index.requests().filter(({ method, path }) => method === 'POST' && path === index.uploadUrl.pathname).length;
}

/** Names and digests of what an index has. */
export function stored(index: LocalIndex): Readonly<Record<string, string>> {
  return Object.fromEntries(index.files().map(({ filename, sha256 }) => [filename, sha256]));
}
