import { readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { requireFiles } from '../../../require-files.ts';
import type { VerifyRequest } from '../verify-request.ts';
import { attestationFile, bundleFile, provenanceFile } from './evidence-files.ts';
import type { EvidenceSource } from './evidence-source.ts';

/** What publishers put beside a distribution: the ending of its name, and what is in it. */
const siblings = [
  ['.publish.attestation', attestationFile],
  ['.slsa.attestation', attestationFile],
  ['.provenance', provenanceFile],
  ['.sigstore.json', bundleFile],
  ['.sigstore', bundleFile],
] as const;

/** The endings of {@link siblings}, for telling a person where was looked. */
export const siblingEndings: readonly string[] = siblings.map(([ending]) => ending);

/**
 * The files of evidence that the command line names.
 *
 * @throws `CommandError` `USAGE_FILE_NOT_FOUND`
 */
export async function namedEvidence({ attestations, provenance, bundles }: VerifyRequest): Promise<readonly EvidenceSource[]> {
  const provenances = provenance === undefined ? [] : [provenance];
  await requireFiles([...attestations, ...provenances, ...bundles]);
  return [...attestations.map(attestationFile), ...provenances.map(provenanceFile), ...bundles.map(bundleFile)];
}

/** The files of evidence that lie beside a distribution. Folders, pipes and links to nowhere are none. */
export async function siblingEvidence(file: string): Promise<readonly EvidenceSource[]> {
  const names = await namesIn(dirname(file));
  const sources: EvidenceSource[] = [];
  for (const [ending, open] of siblings) {
    if (names?.has(`${basename(file)}${ending}`) !== false && (await isFile(`${file}${ending}`))) sources.push(open(`${file}${ending}`));
  }
  return sources;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then((facts) => facts.isFile(), () => false);
}

const listed = new Map<string, Promise<ReadonlySet<string> | undefined>>();

/** What is in a folder; read once, for a call may name many files of one folder. `undefined` when it may not be listed. */
function namesIn(folder: string): Promise<ReadonlySet<string> | undefined> {
  const known = listed.get(folder);
  if (known !== undefined) return known;
  const names = readdir(folder).then((list) => new Set(list), () => undefined);
  listed.set(folder, names);
  return names;
}
