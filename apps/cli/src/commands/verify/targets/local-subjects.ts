import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError } from '../../../command-error.ts';
import type { EvidenceSource } from '../evidence/evidence-source.ts';
import type { VerifyRequest } from '../verify-request.ts';
import { localSubject } from './local-subject.ts';
import type { Subject } from './subject.ts';

/** What a wheel or sdist ends in. A file that ends so, but has another name, is verified too, and fails. */
const distribution = /\.(?:whl|tar\.gz|zip)$/;

/**
 * The distributions that a path names: a file, or all of a directory (not of those in it).
 *
 * @throws {@link CommandError} `USAGE_FILE_NOT_FOUND`, `USAGE_NO_DISTRIBUTIONS`
 */
export async function localSubjects(target: string, path: string, named: readonly EvidenceSource[], request: VerifyRequest): Promise<readonly Subject[]> {
  const facts = await stat(path).catch(() => undefined);
  if (facts?.isFile() === true) return [localSubject(target, path, named, request)];
  if (facts?.isDirectory() !== true) throw notFound(path);
  const files = await filesIn(path);
  if (files.length === 0) {
    throw new CommandError({ code: 'USAGE_NO_DISTRIBUTIONS', message: `${path} is a directory without wheels and sdists.`, remedy: 'Name a directory that holds distributions, or the files.' });
  }
  return files.map((name) => localSubject(join(path, name), join(path, name), named, request));
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => distribution.test(name));
  return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name).sort();
}

function notFound(path: string): CommandError {
  return new CommandError({
    code: 'USAGE_FILE_NOT_FOUND',
    message: `${path} does not exist.`,
    remedy: distribution.test(path) ? `Check the path; for a file of PyPI write pypi:${path.split(/[/\\]/).at(-1)}.` : 'Check the path.',
  });
}
