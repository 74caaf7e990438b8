import { helpLink } from '../answers/help-links.ts';
import { pythonRepr } from '../answers/python-repr.ts';
import { badRequest } from '../answers/refusal.ts';
import type { ReceivedFile } from '../form/received-form.ts';
import type { Project } from '../store/project.ts';
import type { World } from '../world.ts';

/**
 * Compares an upload with the file that has its name or its bytes.
 *
 * @returns `identical`: the same file is there. `new`: nothing like it is.
 * @throws {Refusal} 400 `File already exists …` when only one of the two agrees.
 */
export function compareWithExisting(world: World, { filename, file }: ReceivedFile): 'identical' | 'new' {
  const existing = world.store.fileLike(filename, file.blake2b256);
  if (existing === undefined) return 'new';
  if (existing.filename === filename && existing.sha256 === file.sha256 && existing.blake2b256 === file.blake2b256) return 'identical';
  throw badRequest(
    `File already exists (${pythonRepr(filename)}, with blake2_256 hash ${pythonRepr(file.blake2b256)}). ` +
      `See ${helpLink('file-name-reuse')} for more information.`,
  );
}

/** What a release takes. */
export interface NewFileOfRelease {
  readonly project: Project;
  readonly version: string;
  readonly filename: string;
  readonly filetype: 'sdist' | 'bdist_wheel';
}

/**
 * Checks what a release's history forbids: a file name used before, a release too old for new files, a second sdist.
 *
 * @throws {Refusal} 400
 */
export function checkHistory(world: World, { project, version, filename, filetype }: NewFileOfRelease): void {
  if (world.store.isFilenameSpent(filename)) {
    throw badRequest(
      'This filename was previously used by a file that has since been deleted. Use a different version. ' +
        `See ${helpLink('file-name-reuse')} for more information.`,
    );
  }
  const release = world.store.release(project, version);
  if (release === undefined) return;
  const ageMs = world.now().getTime() - release.createdAt.getTime();
  const { releaseWindowDays } = world.options;
  if (ageMs > releaseWindowDays * 24 * 60 * 60 * 1000) {
    throw badRequest(`Uploading new files to releases older than ${releaseWindowDays} days is not allowed.`);
  }
  const hasSdist = [...release.files.values()].some((file) => file.filetype === 'sdist');
  if (filetype === 'sdist' && hasSdist) throw badRequest('Only one sdist may be uploaded per release.');
}
