import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { versionKey } from '@ropewalk/packaging';
import { createWorld, userOf } from './create-world.ts';
import type { AnsweredRequest, IndexedFile, LocalIndex, TokenScope } from './local-index.ts';
import type { LocalIndexOptions } from './options.ts';
import { createRoutes } from './routes.ts';
import type { Project, Release } from './store/project.ts';
import type { Caveat } from './tokens/caveats.ts';
import type { World } from './world.ts';

/**
 * Starts an index on 127.0.0.1 that behaves as PyPI does: uploads, token exchange, simple API, integrity API, files.
 *
 * @throws {TypeError} for a publisher that is not complete.
 */
export async function startLocalIndex(options: LocalIndexOptions): Promise<LocalIndex> {
  const folder = await mkdtemp(join(options.temporaryFolder ?? tmpdir(), 'ropewalk-index-'));
  try {
    return await startIn(folder, options);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(folder: string, options: LocalIndexOptions): Promise<LocalIndex> {
  const world = createWorld(options, folder);
  const errors: unknown[] = [];
  const requests: AnsweredRequest[] = [];
  const app = createRoutes(world, (error) => errors.push(error));
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  // PyPI takes headers of up to 32 KiB.
  const server = createServer({ maxHeaderSize: 32 * 1024 }, (incoming, outgoing) => {
    outgoing.once('close', () => {
      const path = (incoming.url ?? '').replace(/\?.*$/s, '');
      requests.push({ method: incoming.method ?? '', path, status: outgoing.writableFinished ? outgoing.statusCode : 0 });
    });
    void listener(incoming, outgoing);
  });
  const url = await listen(server, options.port ?? 0);
  world.origin = url.origin;
  return {
    url,
    uploadUrl: new URL(world.options.profile.uploadPath, url),
    simpleUrl: new URL(world.options.profile.simplePath, url),
    createToken: (scope) => createToken(world, scope ?? {}),
    registerPublisher: (registration) => world.publishers.register(registration),
    inject: (fault) => world.faults.add(fault),
    clearFaults: () => world.faults.clear(),
    setFlags: (flags) => {
      world.flags = { ...world.flags, ...flags };
    },
    expireTokens: () => world.tokens.expireAll(),
    setProjectStatus: (name, status) => {
      const project = requireProject(world, name);
      project.status = status;
      world.store.touch(project);
    },
    setProjectStanding: (name, isGood) => {
      requireProject(world, name).isInGoodStanding = isGood;
    },
    yank: (name, version, yanked) => {
      const project = requireProject(world, name);
      requireRelease(project, version).yanked = yanked;
      world.store.touch(project);
    },
    deleteFile: (filename) => world.store.remove(filename),
    files: () => listFiles(world),
    projects: () => [...world.store.projects.values()].map((project) => project.name),
    requests: () => [...requests],
    errors: () => [...errors],
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listen(server: Server, port: number): Promise<URL> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('The server has no port.');
  return new URL(`http://127.0.0.1:${address.port}/`);
}

function createToken(world: World, { expiresAt, ...owner }: TokenScope): string {
  const user = userOf(owner);
  const caveats: Caveat[] = [];
  if (user.projects === undefined) caveats.push({ type: 'user', userId: user.userId });
  else caveats.push({ type: 'project-names', normalizedNames: [...user.projects] });
  if (expiresAt !== undefined) caveats.push({ type: 'expiration', expiresAt: Math.floor(expiresAt.getTime() / 1000), notBefore: 0 });
  return world.tokens.issue(user, caveats);
}

function requireProject(world: World, name: string): Project {
  const project = world.store.project(name);
  if (project === undefined) throw new RangeError(`There is no project ${name}.`);
  return project;
}

function requireRelease(project: Project, version: string): Release {
  const release = project.releases.get(versionKey(version));
  if (release === undefined) throw new RangeError(`There is no release ${version} of ${project.name}.`);
  return release;
}

function listFiles(world: World): readonly IndexedFile[] {
  return [...world.store.projects.values()].flatMap((project) =>
    [...project.releases.values()].flatMap((release) =>
      [...release.files.values()].map((file) => ({
        project: project.normalizedName,
        version: release.version,
        filename: file.filename,
        sizeBytes: file.sizeBytes,
        sha256: file.sha256,
        uploadedAt: file.uploadedAt,
        hasProvenance: file.provenance !== undefined,
      })),
    ),
  );
}
