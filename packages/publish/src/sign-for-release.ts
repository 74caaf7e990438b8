import type { Distribution } from '@ropewalk/distribution';
import { findAttestationFiles, keepAttestation } from './existing-attestations.ts';
import type { GatherContext } from './gather-context.ts';
import type { GatheredAttestations } from './gathered-attestations.ts';
import type { Holdings } from './holdings.ts';
import type { IdentityMemory } from './identity-memory.ts';
import type { AttestationEvent } from './publish-events.ts';
import { reuseOrSign } from './reuse-or-sign.ts';
import { signerFacts } from './signer-facts.ts';
import { isSigningFailure } from './signing-failure.ts';
import { checkSigningIdentity } from './signing-token-check.ts';
import { prepareFolder } from './write-atomically.ts';

/**
 * Gets the attestations of each distribution: those found that hold for this identity are used again, the others are signed.
 */
export async function* signForRelease(
  distributions: readonly Distribution[],
  { identity }: IdentityMemory,
  context: GatherContext,
): AsyncGenerator<AttestationEvent, GatheredAttestations> {
  const { folder } = context;
  const holdings: Holdings = new Map();
  let publisher: string | undefined;
  try {
    if (folder !== undefined) await prepareFolder(folder);
    publisher = yield* reuseOrSign(distributions, identity, holdings, {
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
