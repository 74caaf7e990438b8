import type { Distribution } from '@ropewalk/distribution';
import type { Attestation } from '@ropewalk/pep740';
import type { Expectation } from '@ropewalk/verifier';
import { findAttestationFiles, judgeAttestation, type AttestationFile } from './existing-attestations.ts';
import type { GatherContext } from './gather-context.ts';
import type { GatheredAttestations } from './gathered-attestations.ts';
import { PublishError } from './publish-error.ts';
import type { AttestationEvent } from './publish-events.ts';

/**
 * Takes the attestations that lie beside the distributions, signs nothing. One that does not hold ends the release: the
 * index would refuse it, and nothing was sent yet.
 *
 * @throws {@link PublishError} `ATTESTATION_UNACCEPTABLE`
 */
export async function* pickUpAttestations(
  distributions: readonly Distribution[],
  publisher: Expectation,
  context: GatherContext,
): AsyncGenerator<AttestationEvent, GatheredAttestations> {
  const found = await findAll(distributions, context.folder);
  const byFile = new Map<string, readonly Attestation[]>();
  for await (const event of reuse(distributions, found, publisher, context, byFile)) {
    if (event.type === 'attestation-passed-over') throw unacceptable(event.file, event.path, event.reason);
    yield event;
  }
  return { byFile, publisher: undefined };
}

async function* reuse(
  distributions: readonly Distribution[],
  found: ReadonlyMap<string, readonly AttestationFile[]>,
  publisher: Expectation,
  { kinds, sigstore, now }: GatherContext,
  byFile: Map<string, readonly Attestation[]>,
): AsyncGenerator<AttestationEvent, void> {
  for (const distribution of distributions) {
    const { filename } = distribution;
    const usable: { readonly kind: AttestationFile['kind']; readonly attestation: Attestation }[] = [];
    for (const file of found.get(filename) ?? []) {
      const verdict = judgeAttestation(distribution, file, { publisher, kinds, trustedRoot: sigstore.trustedRoot, now });
      if (!verdict.usable) {
        yield { type: 'attestation-passed-over', file: filename, path: file.path, reason: verdict.reason };
        continue;
      }
      usable.push({ kind: file.kind, attestation: verdict.attestation });
      yield { type: 'attestation-reused', file: filename, path: file.path, evidence: verdict.evidence };
    }
    // Provenance of another kind beside a missing publish attestation does not replace it.
    if (usable.some(({ kind }) => kind === 'publish')) byFile.set(filename, usable.map(({ attestation }) => attestation));
  }
}

async function findAll(distributions: readonly Distribution[], folder: string | undefined): Promise<ReadonlyMap<string, readonly AttestationFile[]>> {
  const found = new Map<string, readonly AttestationFile[]>();
  for (const distribution of distributions) found.set(distribution.filename, await findAttestationFiles(distribution, folder));
  return found;
}

function unacceptable(filename: string, path: string, reason: string): PublishError {
  return new PublishError({
    code: 'ATTESTATION_UNACCEPTABLE',
    message: `${path} is no attestation that the index would take for ${filename}: ${reason.replace(/\.$/, '')}.`,
    remedy: 'Nothing was uploaded. Sign again as the publisher that uploads, or take the file away (or give --attestations off).',
  });
}
