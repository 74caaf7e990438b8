import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isValidName } from '@ropewalk/packaging';
import { CommandError } from '../../../command-error.ts';
import { factsOf, readable } from '../../../readable.ts';
import type { EvidenceSource } from '../evidence/evidence-source.ts';
import type { VerifyRequest } from '../verify-request.ts';
import { localSubject } from './local-subject.ts';
import type { Subject } from './subject.ts';

/** What a wheel or sdist ends in. A file that ends so, but has another name, is verified too, and fails. */
const distribution = /\.(?:whl|tar\.gz|zip)$/;

/**
 * The distributions that a path names: a file, or all of a directory (not of those in it).
 *
 * @throws {@link CommandError} `USAGE_FILE_NOT_FOUND`, `USAGE_FILE_UNREADABLE`, `USAGE_NO_DISTRIBUTIONS`, `USAGE_TARGET`
 */
export async function localSubjects(target: string, path: string, named: readonly EvidenceSource[], request: VerifyRequest, signal: AbortSignal): Promise<readonly Subject[]> {
  const facts = await factsOf(path);
  if (facts?.isFile() === true) return [localSubject(target, distributionAt(path), named, request, signal)];
  if (facts?.isDirectory() !== true) throw notFound(path);
  const files = await filesIn(path);
  if (files.length === 0) {
    throw new CommandError({ code: 'USAGE_NO_DISTRIBUTIONS', message: `${path} is a directory without wheels and sdists.`, remedy: 'Name a directory that holds distributions, or the files.' });
  }
  return files.map((name) => localSubject(join(path, name), join(path, name), named, request, signal));
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = (await readable(folder, () => readdir(folder, { withFileTypes: true }))).filter(({ name }) => distribution.test(name));
  return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name).sort();
}

/** What evidence is called by what its name ends in. */
const evidence: readonly (readonly [ending: RegExp, name: string])[] = [
  [/(?:\.publish|\.slsa)?\.attestation$/, 'an attestation'],
  [/\.provenance$/, 'a provenance'],
  [/\.sigstore(?:\.json)?$/, 'a Sigstore bundle'],
];

/** The path, unless it is that of evidence, which is found by itself beside the distribution that it is about. */
function distributionAt(path: string): string {
  const found = evidence.find(([ending]) => ending.test(path));
  if (found === undefined) return path;
  const [ending, name] = found;
  throw new CommandError({ code: 'USAGE_TARGET', message: `${path} is ${name}, and no distribution.`, remedy: `Name the distribution that it is about: ${path.replace(ending, '')}.` });
}

function notFound(path: string): CommandError {
  return new CommandError({ code: 'USAGE_FILE_NOT_FOUND', message: `${path} does not exist.`, remedy: whatElse(path) });
}

function whatElse(path: string): string {
  if (distribution.test(path)) return `Check the path; for a file of PyPI write pypi:${path.split(/[/\\]/).at(-1)}.`;
  return isValidName(path) ? `Check the path; for a release on the index write ${path}==VERSION.` : 'Check the path.';
}
