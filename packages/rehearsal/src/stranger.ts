import { createHash } from 'node:crypto';
import type { Publisher } from '@ropewalk/core';
import { createIndexClient, type IndexClient, type IndexFile } from '@ropewalk/index-client';
import { publisherKinds } from '@ropewalk/oidc/publisher';
import { parseProvenance } from '@ropewalk/pep740';
import type { PublishedFile, PublishResult } from '@ropewalk/publish';
import { verify, type Evidence } from '@ropewalk/verifier';
import { RehearsalError } from './rehearsal-error.ts';
import type { RehearsalEvent } from './rehearsal-events.ts';
import type { World } from './world.ts';

/**
 * Looks at the release as somebody who was not there: finds each file in the index, downloads it and its provenance, and
 * verifies both against the publisher he expects. Of what the publisher knows he takes nothing but the trusted root.
 */
export async function* visitAsStranger(
  world: World,
  published: PublishResult,
  expected: Publisher,
  signal: AbortSignal | undefined,
): AsyncGenerator<RehearsalEvent & { readonly type: 'index-serves' | 'download-verified' }> {
  const index = createIndexClient({ http: world.http, simpleUrl: world.index.simpleUrl });
  const request = signal === undefined ? {} : { signal };
  for (const file of published.files) {
    const served = await findFile(index, file, request);
    yield { type: 'index-serves', file: file.file, url: served.url };

    const hash = createHash('sha256');
    for await (const chunk of index.download(served, request)) hash.update(chunk);
    const sha256 = hash.digest('hex');
    const provenance = await index.provenanceText(served, request);
    if (provenance === undefined) throw notServed(file, 'its provenance');
    yield { type: 'download-verified', file: file.file, sha256, provenance, evidence: verifyDownload({ filename: file.file, sha256 }, provenance, expected, world) };
  }
}

async function findFile(index: IndexClient, { project, file }: PublishedFile, request: { readonly signal?: AbortSignal }): Promise<IndexFile> {
  const page = await index.project(project, request);
  const found = page?.files.find(({ filename }) => filename === file);
  if (found === undefined) throw notServed({ file }, 'the file');
  return found;
}

function verifyDownload(distribution: { readonly filename: string; readonly sha256: string }, provenance: string, expected: Publisher, world: World): Evidence {
  const [bundle] = parseProvenance(provenance).attestation_bundles;
  const attestation = bundle?.attestations[0];
  if (bundle === undefined || attestation === undefined) throw notServed({ file: distribution.filename }, 'an attestation');
  return verify({ distribution, attestation, publisher: expected, claimedPublisher: bundle.publisher, kinds: publisherKinds, trustedRoot: world.trustedRoot });
}

function notServed({ file }: { readonly file: string }, what: string): RehearsalError {
  return new RehearsalError({
    code: 'REHEARSAL_NOT_SERVED',
    message: `The rehearsal's index does not serve ${what} for ${file}.`,
    remedy: 'Report this: the rehearsal and its own index disagree.',
  });
}
