import type { HttpClient, Identity } from '@ropewalk/core';
import type { Distribution } from '@ropewalk/distribution';
import { formatPublisher, publisherOfToken } from '@ropewalk/oidc/publisher';
import { bundleToAttestation, createStatement, type Attestation } from '@ropewalk/pep740';
import { createSigner, signAll } from '@ropewalk/signer';
import { anyPublisherUnsafe, verify, type Evidence } from '@ropewalk/verifier';
import type { AttestationEvent } from './publish-events.ts';
import { PublishError } from './publish-error.ts';
import type { TrustedSigstore } from './sigstore-instance.ts';
import { checkSigningIdentity, type TokenExpectations } from './signing-token-check.ts';

/** What signing a release needs. */
export interface AttestationContext extends TokenExpectations {
  readonly identity: Identity;
  readonly sigstore: TrustedSigstore;
  readonly http: HttpClient;
  readonly now: () => Date;
  readonly signal: AbortSignal | undefined;
}

/** A release that was signed, or was not to be. */
export interface AttestedRelease {
  /** In the order of the distributions; empty when nothing was signed. */
  readonly attestations: readonly Attestation[];
  /** As whom; `undefined` when nothing was signed or no kind knows the identity's issuer. */
  readonly publisher: string | undefined;
}

/**
 * Signs one attestation for each distribution and verifies it with the rule the index will apply: the publisher that
 * uploads is the one that signed.
 */
export async function* attestRelease(
  distributions: readonly Distribution[],
  context: AttestationContext,
): AsyncGenerator<AttestationEvent, AttestedRelease> {
  const { sigstore, kinds, signal } = context;
  const signer = createSigner({
    identity: context.identity,
    http: context.http,
    fulcioUrl: sigstore.fulcioUrl,
    rekorUrl: sigstore.rekorUrl,
    trustedRoot: sigstore.trustedRoot,
    now: context.now,
    checkToken: (token) => checkSigningIdentity(token, context),
  });
  const token = await signer.prepare(signal === undefined ? {} : { signal });
  const publisher = publisherOfToken(token, kinds);
  const name = publisher === undefined ? undefined : formatPublisher(publisher, kinds);
  yield { type: 'signer-ready', publisher: name, issuer: token.issuer };

  const attestations: Attestation[] = [];
  const statements = distributions.map(({ filename, sha256 }) => createStatement({ filename, sha256 }));
  for await (const event of signAll(signer, statements, signal === undefined ? {} : { signal })) {
    if (event.type !== 'sign-end') continue;
    const distribution = distributions[event.index];
    if (distribution === undefined) throw new TypeError('More was signed than asked for.');
    const attestation = bundleToAttestation(event.bundle);
    const evidence = selfCheck(distribution, attestation, context, publisher ?? anyPublisherUnsafe());
    attestations.push(attestation);
    yield { type: 'attestation-end', file: distribution.filename, attestation, evidence };
  }
  return { attestations, publisher: name };
}

function selfCheck(
  distribution: Distribution,
  attestation: Attestation,
  { kinds, sigstore, now }: AttestationContext,
  publisher: Parameters<typeof verify>[0]['publisher'],
): Evidence {
  try {
    return verify({ distribution, attestation, publisher, kinds, trustedRoot: sigstore.trustedRoot, now });
  } catch (cause) {
    throw new PublishError({
      code: 'ATTESTATION_UNACCEPTABLE',
      message: `The attestation just made for ${distribution.filename} would be refused by the index: ${cause instanceof Error ? cause.message : 'it does not verify'}`,
      remedy: 'Nothing was uploaded. Publish from the top-level workflow that is registered as publisher, not from one it calls.',
      cause,
    });
  }
}
