import { isCodedError } from '@ropewalk/core';
import type { IndexFile, IndexProject } from '@ropewalk/index-client';
import { parseDistributionFilename } from '@ropewalk/packaging';
import { attestationsIn } from '../evidence/evidence-files.ts';
import type { EvidenceSource, GivenAttestation } from '../evidence/evidence-source.ts';
import { openIndex, pagePlace, type OpenIndex } from './open-index.ts';

/** What an index has for a file that is here. */
export function indexEvidence(filename: string, indexUrl: URL, signal: AbortSignal): EvidenceSource {
  const project = projectOf(filename);
  return {
    place: project === undefined ? `${indexUrl.host}${indexUrl.pathname}` : pagePlace(indexUrl, project),
    async read() {
      if (project === undefined) return [];
      const index = await openIndex(indexUrl, signal);
      const page = await index.page(project);
      const file = page?.files.find((candidate) => candidate.filename === filename);
      return page === undefined || file === undefined ? [] : readListed(index, page, file);
    },
  };
}

/** The attestations of a file that an index lists. */
export function listedEvidence(index: OpenIndex, page: IndexProject, file: IndexFile): EvidenceSource {
  const asked = file.provenanceUrl ?? guessedUrl(page, file);
  const places = [page.url, ...(asked === undefined ? [] : [asked])];
  return { place: places.map(({ host, pathname }) => `${host}${pathname}`).join(' and '), read: () => readListed(index, page, file) };
}

async function readListed(index: OpenIndex, page: IndexProject, file: IndexFile): Promise<readonly GivenAttestation[]> {
  if (file.provenanceUrl !== undefined) return readProvenance(index, file, file.provenanceUrl);
  const guessed = guessedUrl(page, file);
  if (guessed === undefined) return [];
  try {
    return await readProvenance(index, file, guessed);
  } catch (error) {
    // The address is a guess: an index without the integrity API may answer anything there.
    if (isCodedError(error) && /^(?:INDEX|PROVENANCE)_/.test(error.code)) return [];
    throw error;
  }
}

async function readProvenance(index: OpenIndex, file: IndexFile, provenanceUrl: URL): Promise<readonly GivenAttestation[]> {
  const provenance = await index.client.provenance({ ...file, provenanceUrl }, { signal: index.signal });
  return provenance === undefined ? [] : attestationsIn(provenance, `${provenanceUrl.host}${provenanceUrl.pathname}`);
}

// Version 1.3 of the simple API brought the key; older ones may still have the integrity API.
function knowsProvenance({ apiVersion }: IndexProject): boolean {
  return Number(apiVersion?.split('.')[1] ?? 0) >= 3;
}

/** Where the integrity API would lie beside the simple API, by PyPI's pattern, when the page cannot say. */
function guessedUrl(page: IndexProject, { filename }: IndexFile): URL | undefined {
  if (knowsProvenance(page)) return undefined;
  const { url } = page;
  const base = /^(.*)\/simple\/[^/]+\/?$/.exec(url.pathname)?.[1];
  const parsed = parsedName(filename);
  if (base === undefined || parsed === undefined) return undefined;
  return new URL(`${base}/integrity/${parsed.name}/${encodeURIComponent(parsed.version)}/${encodeURIComponent(filename)}/provenance`, url.origin);
}

function projectOf(filename: string): string | undefined {
  return parsedName(filename)?.name;
}

function parsedName(filename: string): { readonly name: string; readonly version: string } | undefined {
  try {
    return parseDistributionFilename(filename);
  } catch (error) {
    if (isCodedError(error)) return undefined;
    throw error;
  }
}
