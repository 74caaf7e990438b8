import { IdentityError, type Identity, type IdentityToken } from '@ropewalk/core';
import { formatPublisher, publisherOfToken } from '@ropewalk/oidc/publisher';
import { createStatement } from '@ropewalk/pep740';
import type { Expectation } from '@ropewalk/verifier';
import { bundledAttestations, readBundleSources } from './bundled-attestations.ts';
import type { AttestationFileKind } from './existing-attestations.ts';
import { hold, wantedKinds, type Attestable, type Holdings, type ReuseOrSignContext } from './holdings.ts';
import { ownExpectation } from './own-expectation.ts';
import type { AttestationEvent } from './publish-events.ts';
import { reuseAttestations } from './reuse-attestations.ts';
import { signJobs, type SigningJob } from './sign-jobs.ts';
import { forbidUnexpected } from './signing-token-check.ts';
import { slsaStatements } from './slsa-statement.ts';

/**
 * Gets the attestations of distributions: those that are there and hold for this identity are used again, then those in files
 * of bundles, and the rest is signed. Nothing is signed before all that is there was looked at.
 *
 * @param identity - `undefined`: nothing can be signed; what is there must be of one of the expected publishers.
 * @returns Who signs, in words; `undefined` when no kind knows the identity's issuer.
 */
export async function* reuseOrSign(
  distributions: readonly Attestable[],
  identity: Identity | undefined,
  holdings: Holdings,
  context: ReuseOrSignContext,
): AsyncGenerator<AttestationEvent, string | undefined> {
  const { kinds, expectedPublishers, signal } = context;
  const token = await identity?.requestToken('sigstore', signal === undefined ? {} : { signal });
  if (token !== undefined) forbidUnexpected(token, context);
  const own = token === undefined ? expectedPublishers : ownExpectation(token, kinds);
  if (Array.isArray(own) && own.length === 0) throw noIdentity('nobody can sign, and nobody is expected to have signed');

  yield* useWhatIsThere(distributions, own, holdings, context);
  const missing = distributions.flatMap((distribution) =>
    wantedKinds(context)
      .filter((kind) => holdings.get(distribution.filename)?.some((held) => held.kind === kind) !== true)
      .map((kind) => ({ distribution, kind })),
  );
  const publisher = token === undefined ? undefined : publisherOfToken(token, kinds);
  if (missing.length === 0) return publisher === undefined ? undefined : formatPublisher(publisher, kinds);
  if (identity === undefined || token === undefined) throw noIdentity(`${missing.length} ${missing.length === 1 ? 'attestation is' : 'attestations are'} missing that only somebody can sign`);
  const jobs = signingJobs(missing, token, holdings, context);
  return yield* signJobs(jobs, { ...context, identity, token });
}

async function* useWhatIsThere(
  distributions: readonly Attestable[],
  own: Expectation,
  holdings: Holdings,
  context: ReuseOrSignContext,
): AsyncGenerator<AttestationEvent, void> {
  const sources = await readBundleSources(context.fromBundles);
  const told = new Set<string>();
  for (const distribution of distributions) {
    const { found, passedOver } = bundledAttestations(sources, distribution);
    for (const { path, position, reason } of passedOver) {
      if (!told.has(`${path} ${position}`)) yield { type: 'bundle-passed-over', path, position, reason };
      told.add(`${path} ${position}`);
    }
    yield* reuseAttestations({ distribution, files: await context.find(distribution), bundled: found, own }, holdings, context);
  }
}

function signingJobs(
  missing: readonly { readonly distribution: Attestable; readonly kind: AttestationFileKind }[],
  token: IdentityToken,
  holdings: Holdings,
  context: ReuseOrSignContext,
): readonly SigningJob[] {
  const statementOf = {
    publish: createStatement,
    slsa: missing.some(({ kind }) => kind === 'slsa') ? slsaStatements(token, context.env) : createStatement,
  };
  return missing.map(({ distribution, kind }) => ({
    distribution,
    kind,
    statement: statementOf[kind]({ filename: distribution.filename, sha256: distribution.sha256 }),
    async keep(attestation, evidence) {
      const paths = await context.keep(distribution, { kind, attestation, origin: 'signed', paths: [] });
      hold(holdings, distribution, { kind, attestation, evidence, origin: 'signed', paths });
      return paths;
    },
  }));
}

function noIdentity(why: string): IdentityError {
  return new IdentityError({
    code: 'IDENTITY_NOT_FOUND',
    message: `This process runs in no CI that vouches for it: ${why}.`,
    remedy: 'Sign in a CI job that may request identity tokens, or say who signed with --publisher and bring the attestations along.',
  });
}
