import { documentationLink } from '../answers/help-links.ts';
import { pythonRepr } from '../answers/python-repr.ts';
import { badRequest } from '../answers/refusal.ts';
import { filesOf, type Project } from '../store/project.ts';

/** How much the index takes. */
export interface SizeLimits {
  /** Of one file. */
  readonly fileBytes: number;
  /** Of all files of a project. */
  readonly projectBytes: number;
}

const mebibyte = 1024 ** 2;

const gibibyte = 1024 ** 3;

/** PyPI's defaults: 100 MiB and 10 GiB. */
export const pypiLimits: SizeLimits = { fileBytes: 100 * mebibyte, projectBytes: 10 * gibibyte };

/** @throws {Refusal} 400 when the file, or the project with it, becomes too big. */
export function checkSize(project: Project, sizeBytes: number, limits: SizeLimits): void {
  const name = pythonRepr(project.name);
  const page = documentationLink('/project-management/storage-limits');
  if (sizeBytes > limits.fileBytes) {
    throw badRequest(
      `File too large. Limit for project ${name} is ${Math.floor(limits.fileBytes / mebibyte)} MB. ` +
        `See ${page}#requesting-a-file-size-limit-increase for more information.`,
    );
  }
  const total = filesOf(project).reduce((sum, file) => sum + file.sizeBytes, sizeBytes);
  if (total <= limits.projectBytes) return;
  throw badRequest(
    `Project size too large. Limit for project ${name} total size is ${Math.floor(limits.projectBytes / gibibyte)} GB. ` +
      `See ${page}#requesting-a-project-size-limit-increase`,
  );
}
