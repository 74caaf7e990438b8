import type { Distribution } from '@ropewalk/distribution';
import type { Attestation } from '@ropewalk/pep740';
import type { Expectation } from '@ropewalk/verifier';
import type { AttestationContext } from './attest-release.ts';
import { findAttestationFiles, judgeAttestation, keepAttestation, type AttestationFile } from './existing-attestations.ts';
import type { IdentityMemory } from './identity-memory.ts';
import type { AttestationEvent } from './publish-events.ts';
import { PublishError } from './publish-error.ts';
import type { GatheredAttestations } from './gathered-attestations.ts';
import type { Holdings, MakingContext } from './holdings.ts';
import { makeAttestations } from './make-attestations.ts';
import { signerFacts } from './signer-facts.ts';
import { checkSigningIdentity } from './signing-token-check.ts';
import { isSigningFailure } from './signing-failure.ts';
import { prepareFolder } from './write-atomically.ts';

/** Where attestations are looked for and kept. */
export interface GatherContext extends Omit<AttestationContext, 'identity' | 'token'>, Pick<MakingContext, 'slsa' | 'fromBundles' | 'env'> {
  /** A folder for attestations. They are also looked for beside the distributions. */
  readonly folder: string | undefined;
  /** Whether the release goes on without attestations when signing does not work. */
  readonly mayGoWithout: boolean;
}

/**
 * Gets the attestations of each distribution: those found that hold for this identity are used again, the others are signed.
 */
export async function* signWhatIsMissing(
  distributions: readonly Distribution[],
  { identity }: IdentityMemory,
  context: GatherContext,
): AsyncGenerator<AttestationEvent, GatheredAttestations> {
  const { folder } = context;
  const holdings: Holdings = new Map();
  let publisher: string | undefined;
  try {
    if (folder !== undefined) await prepareFolder(folder);
    publisher = yield* makeAttestations(distributions, identity, holdings, {
      ...context,
      foreign: 'replace',
      find: (distribution) => findAttestationFiles(distribution, folder),
      keep: async ({ filename }, { kind, attestation, origin }) => (folder === undefined || origin === 'found' ? [] : [await keepAttestation(folder, filename, kind, attestation)]),
    });
  } catch (error) {
    yield goingWithout(error, distributions.map(({ filename }) => filename).filter((filename) => !hasPublish(holdings, filename)), context);
  }
  // Provenance of another kind beside a missing publish attestation does not replace it.
  const complete = [...holdings].filter(([filename]) => hasPublish(holdings, filename));
  return { byFile: new Map(complete.map(([filename, held]) => [filename, held.map(({ attestation }) => attestation)])), publisher };
}

/** Looks whether this identity may sign, without a signature. */
export async function* trySigningIdentity(distributions: readonly Distribution[], { identity }: IdentityMemory, context: GatherContext): AsyncGenerator<AttestationEvent, void> {
  const { signal } = context;
  try {
    const token = await identity.requestToken('sigstore', signal === undefined ? {} : { signal });
    checkSigningIdentity(token, context);
    yield { type: 'signer-planned', ...signerFacts(token, context.kinds) };
  } catch (error) {
    yield goingWithout(error, distributions.map(({ filename }) => filename), context);
  }
}

/** @throws The error, unless it says that signing does not work and the release may go on without. */
function goingWithout(error: unknown, files: readonly string[], { mayGoWithout }: GatherContext): AttestationEvent {
  if (!mayGoWithout || !isSigningFailure(error)) throw error;
  return { type: 'signing-failed', error, files };
}

function hasPublish(holdings: Holdings, filename: string): boolean {
  return holdings.get(filename)?.some(({ kind }) => kind === 'publish') === true;
}

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
