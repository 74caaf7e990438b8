import type { IndexFile } from './index-project.ts';
import { forbidUnsafeLink } from './links.ts';
import { readPage, refusal, type IndexReader } from './read-index.ts';

const accept = 'application/vnd.pypi.integrity.v1+json, application/json;q=0.5';

// Two attestations of PyPI's kind are below 100 KiB.
const maxProvenanceBytes = 4 * 1024 * 1024;

/** Reads the text of a file's provenance object. `undefined` when the index has none for it. */
export async function readProvenance(reader: IndexReader, file: IndexFile, signal: AbortSignal | undefined): Promise<string | undefined> {
  if (file.provenanceUrl === undefined) return undefined;
  forbidUnsafeLink(file.provenanceUrl, reader.simpleUrl);
  const response = await readPage(reader, file.provenanceUrl, { accept, maxBytes: maxProvenanceBytes, signal });
  if (response.status === 404) return undefined;
  if (response.status !== 200) throw refusal(response, reader.login);
  return response.text();
}
