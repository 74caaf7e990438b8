import { randomUUID } from 'node:crypto';
import { normalizeName, versionKey } from '@ropewalk/packaging';
import { filesOf, type Project, type Release, type StoredFile } from './project.ts';

/** What one upload adds. */
export interface NewFile {
  /** In the spelling of this upload, which becomes the project's. */
  readonly projectName: string;
  /** In canonical spelling. */
  readonly version: string;
  readonly requiresPython: string | undefined;
  readonly file: StoredFile;
}

/** Everything the index keeps. Each change is one synchronous step, so nobody sees half of it. */
export interface Store {
  /** By normalised name. */
  readonly projects: ReadonlyMap<string, Project>;
  /** Grows with each change; `X-PyPI-Last-Serial`. */
  serial(): number;
  /** @param name - In any spelling. */
  project(name: string): Project | undefined;
  createProject(name: string): Project;
  /** A project as it would be created; nothing is kept until {@link Store.add}. */
  planProject(name: string): Project;
  release(project: Project, version: string): Release | undefined;
  /** How many projects began with an upload. */
  projectsCreatedByUpload(): number;
  /** The first file with this name, or with these bytes. */
  fileLike(filename: string, blake2b256: string): StoredFile | undefined;
  fileAt(path: string): StoredFile | undefined;
  /** Whether a file of this name was ever here. Names are never free again. */
  isFilenameSpent(filename: string): boolean;
  add(file: NewFile): void;
  /** Deletes a file; its name stays spent. Answers whether there was one. */
  remove(filename: string): boolean;
  /** Says that a project changed. */
  touch(project: Project): void;
}

/** Makes an empty store. */
export function createStore(now: () => Date): Store {
  const projects = new Map<string, Project>();
  const spentFilenames = new Set<string>();
  const files = new Map<string, StoredFile>();
  let serial = 0;
  let createdByUpload = 0;

  function touch(project: Project): void {
    serial += 1;
    project.lastSerial = serial;
  }

  function planProject(name: string): Project {
    const normalizedName = normalizeName(name);
    return { id: randomUUID(), name, normalizedName, status: 'active', isInGoodStanding: true, releases: new Map(), publishers: new Set(), lastSerial: 0 };
  }

  function createProject(name: string): Project {
    const project = planProject(name);
    projects.set(project.normalizedName, project);
    touch(project);
    return project;
  }

  function createByUpload(name: string): Project {
    createdByUpload += 1;
    return createProject(name);
  }

  function releaseFor(project: Project, { version, requiresPython }: NewFile): Release {
    const key = versionKey(version);
    const existing = project.releases.get(key);
    if (existing !== undefined) return existing;
    const release: Release = { version, requiresPython, createdAt: now(), yanked: false, files: new Map() };
    project.releases.set(key, release);
    return release;
  }

  return {
    projects,
    serial: () => serial,
    project: (name) => projects.get(normalizeName(name)),
    createProject,
    planProject,
    release: (project, version) => project.releases.get(versionKey(version)),
    projectsCreatedByUpload: () => createdByUpload,
    fileLike: (filename, blake2b256) => {
      const sameName = files.get(filename);
      return sameName ?? [...files.values()].find((file) => file.blake2b256 === blake2b256);
    },
    fileAt: (path) => [...files.values()].find((file) => file.path === path),
    isFilenameSpent: (filename) => spentFilenames.has(filename),
    add(added) {
      const project = projects.get(normalizeName(added.projectName)) ?? createByUpload(added.projectName);
      project.name = added.projectName;
      releaseFor(project, added).files.set(added.file.filename, added.file);
      files.set(added.file.filename, added.file);
      spentFilenames.add(added.file.filename);
      touch(project);
    },
    remove(filename) {
      const project = [...projects.values()].find((candidate) => filesOf(candidate).some((file) => file.filename === filename));
      if (project === undefined) return false;
      for (const release of project.releases.values()) release.files.delete(filename);
      files.delete(filename);
      touch(project);
      return true;
    },
    touch,
  };
}
