import { versionKey } from '@ropewalk/packaging';
import { compare } from '@renovatebot/pep440';
import type { Project, Release, StoredFile } from '../store/project.ts';
import type { World } from '../world.ts';

/** The version of the simple API that PyPI speaks. */
export const simpleApiVersion = '1.4';

/** One file as the simple API describes it. */
export interface SimpleFile {
  readonly filename: string;
  readonly url: string;
  readonly hashes: { readonly sha256: string };
  readonly 'requires-python': string | null;
  readonly size: number;
  readonly 'upload-time': string;
  readonly yanked: boolean | string;
  readonly 'data-dist-info-metadata': { readonly sha256: string } | false;
  readonly 'core-metadata': { readonly sha256: string } | false;
  readonly provenance: string | null;
}

/** One project as the simple API describes it. */
export interface SimpleProject {
  readonly meta: { readonly 'api-version': string; readonly '_last-serial': number };
  readonly name: string;
  readonly 'project-status': { readonly status: string };
  readonly versions: readonly string[];
  readonly files: readonly SimpleFile[];
}

/** Describes a project as PyPI 1.4 does. A quarantined one shows no files. */
export function describeProject(world: World, project: Project): SimpleProject {
  const releases = project.status === 'quarantined' ? [] : releasesInOrder(project);
  const files = releases.flatMap((release) =>
    [...release.files.values()].sort(byFilename).map((file) => describeFile(world, project, release, file)),
  );
  return {
    meta: { 'api-version': simpleApiVersion, '_last-serial': project.lastSerial },
    name: project.normalizedName,
    'project-status': { status: project.status },
    versions: releases.map((release) => release.version),
    files,
  };
}

/** The projects that the index shows, in order: all but quarantined ones. */
export function shownProjects(world: World): readonly Project[] {
  const shown = [...world.store.projects.values()].filter((project) => project.status !== 'quarantined');
  return shown.sort((a, b) => (a.normalizedName < b.normalizedName ? -1 : 1));
}

/** Describes the whole index. */
export function describeIndex(world: World, projects: readonly Project[]): object {
  if (world.options.profile.simple === 'json-1.0') return { meta: { 'api-version': '1.0' }, projects: projects.map(({ name }) => ({ name })) };
  return {
    meta: { 'api-version': simpleApiVersion, '_last-serial': world.store.serial() },
    projects: projects.map((project) => ({ name: project.name, '_last-serial': project.lastSerial })),
  };
}

/** Describes a project in version 1.0, as devpi does: no sizes, times or provenance. */
export function describeProjectPlainly(world: World, project: Project): object {
  const toRoot = '../'.repeat(world.options.profile.simplePath.split('/').length - 1).slice(0, -1);
  const files = describeProject(world, project).files.map((file) => ({
    filename: file.filename,
    url: toRoot + new URL(file.url).pathname,
    hashes: file.hashes,
    'requires-python': file['requires-python'],
  }));
  return { meta: { 'api-version': '1.0' }, name: project.normalizedName, files };
}

/** Finds the release that holds a file of this exact name. */
export function findFile(project: Project, version: string, filename: string): StoredFile | undefined {
  return project.releases.get(versionKey(version))?.files.get(filename);
}

function releasesInOrder(project: Project): readonly Release[] {
  const shown = [...project.releases.values()].filter((release) => release.files.size > 0);
  return shown.sort((a, b) => compare(a.version, b.version));
}

function byFilename(a: StoredFile, b: StoredFile): number {
  return a.filename < b.filename ? -1 : 1;
}

function describeFile(world: World, project: Project, release: Release, file: StoredFile): SimpleFile {
  const metadata = file.metadata === undefined ? false : { sha256: file.metadata.sha256 };
  const provenance = `${world.origin}/integrity/${project.normalizedName}/${encodeURIComponent(release.version)}/${encodeURIComponent(file.filename)}/provenance`;
  return {
    filename: file.filename,
    url: `${world.origin}/packages/${file.path.split('/').map(encodeURIComponent).join('/')}`,
    hashes: { sha256: file.sha256 },
    'requires-python': release.requiresPython ?? null,
    size: file.sizeBytes,
    'upload-time': file.uploadedAt.toISOString().replace(/\.(\d{3})Z$/, '.$1000Z'),
    yanked: release.yanked,
    'data-dist-info-metadata': metadata,
    'core-metadata': metadata,
    provenance: file.provenance === undefined ? null : provenance,
  };
}
