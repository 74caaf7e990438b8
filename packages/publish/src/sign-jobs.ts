import type { HttpClient, Identity, IdentityToken } from '@ropewalk/core';
import type { DistributionIdentity } from '@ropewalk/distribution';
import { publisherOfToken } from '@ropewalk/oidc/publisher';
import { bundleToAttestation, type Attestation } from '@ropewalk/pep740';
import { createSigner, signAll, type Signer } from '@ropewalk/signer';
import { anyPublisherUnsafe, verify, type Evidence, type Expectation } from '@ropewalk/verifier';
import { namesForEver } from './disclosure.ts';
import type { AttestationFileKind } from './existing-attestations.ts';
import { firstTokenAgain } from './first-token-again.ts';
import { PublishError } from './publish-error.ts';
import type { AttestationEvent } from './publish-events.ts';
import { signerFacts } from './signer-facts.ts';
import { defaultSigningMs, signingDeadline } from './signing-deadline.ts';
import { checkSigningIdentity, type TokenExpectations } from './signing-token-check.ts';
import type { TrustedSigstore } from './sigstore-instance.ts';

/** What signing a release needs. */
export interface SigningContext extends TokenExpectations {
  readonly identity: Identity;
  /** The identity's first token for Sigstore, not used yet. */
  readonly token: IdentityToken;
  readonly sigstore: TrustedSigstore;
  readonly http: HttpClient;
  readonly now: () => Date;
  readonly signal: AbortSignal | undefined;
  /** How many are signed at once; `undefined`: as many as the signer thinks right. */
  readonly concurrency: number | undefined;
  /** Time for all of it, in milliseconds; `undefined`: ten minutes. */
  readonly timeoutMs: number | undefined;
}

/** One attestation to be made. */
export interface SigningJob {
  readonly distribution: Pick<DistributionIdentity, 'filename' | 'sha256'>;
  readonly kind: AttestationFileKind;
  /** The exact bytes to sign. */
  readonly statement: Uint8Array;
  /** Called the moment it is made and verified, so that it outlives whatever happens next. Answers with the paths written. */
  readonly keep: (attestation: Attestation, evidence: Evidence) => Promise<readonly string[]>;
}

interface MadeAttestation {
  readonly attestation: Attestation;
  readonly evidence: Evidence;
  readonly paths: readonly string[];
}

/**
 * Signs statements with one certificate, several at once, and verifies each attestation with the rule the index will apply:
 * the publisher that uploads is the one that signed.
 *
 * The token is looked at first, then comes `log-notice`, and only after that is anybody asked for anything: a certificate
 * enters a public log too.
 *
 * When one fails, those that were made are kept and told of; then the error is thrown.
 *
 * @returns As whom; `undefined` when no kind knows the identity's issuer.
 */
export async function* signJobs(jobs: readonly SigningJob[], context: SigningContext): AsyncGenerator<AttestationEvent, string | undefined> {
  const { sigstore, kinds, concurrency, token, timeoutMs = defaultSigningMs } = context;
  checkSigningIdentity(token, context);
  const publisher = publisherOfToken(token, kinds);
  const facts = signerFacts(token, kinds);
  const files = [...new Set(jobs.map(({ distribution }) => distribution.filename))];
  yield { type: 'log-notice', rekorUrl: sigstore.rekorUrl, names: namesForEver(token, facts.publisher), files };

  const deadline = signingDeadline(timeoutMs, context.signal, sigstore);
  const signer = createSigner({
    identity: firstTokenAgain(context.identity, token),
    http: context.http,
    fulcioUrl: sigstore.fulcioUrl,
    rekorUrl: sigstore.rekorUrl,
    trustedRoot: sigstore.trustedRoot,
    now: context.now,
    checkToken: (renewed) => checkSigningIdentity(renewed, context),
  });
  await deadline.over('Fulcio', jobs.length, signer.prepare({ signal: deadline.signal }));
  yield { type: 'signer-ready', ...facts };

  const made = new Map<Uint8Array, MadeAttestation>();
  const keeping = keepingSigner(signer, jobs, context, { publisher: publisher ?? anyPublisherUnsafe(), made });
  const signing = signAll(keeping, jobs.map(({ statement }) => statement), {
    // Its own deadline never comes before the one that counts from the first request on.
    timeoutMs: timeoutMs + 1000,
    signal: deadline.signal,
    ...(concurrency === undefined ? {} : { concurrency }),
  });
  try {
    for await (const event of signing) {
      const job = event.type === 'sign-end' ? jobs[event.index] : undefined;
      const done = job === undefined ? undefined : made.get(job.statement);
      if (job === undefined || done === undefined) continue;
      const { filename: file } = job.distribution;
      yield { type: 'attestation-end', file, kind: job.kind, attestation: done.attestation, evidence: done.evidence };
      for (const path of done.paths) yield { type: 'attestation-kept', file, path };
    }
  } catch (error) {
    throw deadline.explained('Rekor', jobs.length - made.size, error);
  }
  return facts.publisher;
}

interface KeptWork {
  readonly publisher: Expectation;
  readonly made: Map<Uint8Array, MadeAttestation>;
}

/** The signer, each of whose attestations is verified and kept before it counts as made. */
function keepingSigner(signer: Signer, jobs: readonly SigningJob[], context: SigningContext, { publisher, made }: KeptWork): Signer {
  const jobOf = new Map(jobs.map((job) => [job.statement, job]));
  return {
    prepare: (options) => signer.prepare(options),
    async sign(statement, options) {
      const job = jobOf.get(statement);
      if (job === undefined) throw new TypeError('More is to be signed than was asked for.');
      const bundle = await signer.sign(statement, options);
      const attestation = bundleToAttestation(bundle);
      const evidence = selfCheck(job, attestation, context, publisher);
      made.set(statement, { attestation, evidence, paths: await job.keep(attestation, evidence) });
      return bundle;
    },
  };
}

function selfCheck({ distribution }: SigningJob, attestation: Attestation, { kinds, sigstore, now }: SigningContext, publisher: Expectation): Evidence {
  try {
    return verify({ distribution, attestation, publisher, kinds, trustedRoot: sigstore.trustedRoot, now });
  } catch (cause) {
    throw new PublishError({
      code: 'ATTESTATION_UNACCEPTABLE',
      message: `The attestation just made for ${distribution.filename} would be refused by the index: ${cause instanceof Error ? cause.message : 'it does not verify'}`,
      remedy: 'It is not used. Sign in the top-level workflow that is registered as publisher, not in one it calls.',
      cause,
    });
  }
}
