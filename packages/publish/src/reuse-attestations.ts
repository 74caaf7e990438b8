import { formatPublisher } from '@ropewalk/oidc/publisher';
import { anyPublisherUnsafe, type Evidence, type Expectation } from '@ropewalk/verifier';
import { predicateTypes, type BundledAttestation } from './bundled-attestations.ts';
import { judgeAttestation, type AttestationFile, type AttestationFileKind, type ReuseVerdict } from './existing-attestations.ts';
import { hold, type Attestable, type Holdings, type ReuseOrSignContext } from './holdings.ts';
import { PublishError } from './publish-error.ts';
import type { AttestationEvent } from './publish-events.ts';

/** What was found for one distribution. */
export interface FoundFor {
  readonly distribution: Attestable;
  readonly files: readonly AttestationFile[];
  readonly bundled: readonly BundledAttestation[];
  /** Whose attestations may be used. */
  readonly own: Expectation;
}

/**
 * Uses again what was found and holds: at most one attestation of each kind, files before bundles.
 *
 * @throws {@link PublishError} `ATTESTATION_OF_ANOTHER` where another identity's is not to be replaced;
 *   `BUNDLE_UNACCEPTABLE` for a bundle about the file that does not hold.
 */
export async function* reuseAttestations({ distribution, files, bundled, own }: FoundFor, holdings: Holdings, context: ReuseOrSignContext): AsyncGenerator<AttestationEvent, void> {
  const { filename } = distribution;
  for (const file of files) {
    const verdict = judged(distribution, file, own, context);
    const isHeld = holdings.get(filename)?.some(({ kind }) => kind === file.kind) === true;
    if (verdict.usable && isHeld) continue;
    if (verdict.usable) {
      const paths = await context.keep(distribution, { kind: file.kind, attestation: verdict.attestation, origin: 'found', paths: [file.path] });
      hold(holdings, distribution, { kind: file.kind, attestation: verdict.attestation, evidence: verdict.evidence, origin: 'found', paths: [file.path, ...paths] });
      yield { type: 'attestation-reused', file: filename, path: file.path, evidence: verdict.evidence };
      for (const path of paths) yield { type: 'attestation-kept', file: filename, path };
      continue;
    }
    if (context.foreign === 'refuse') forbidForeign(distribution, file, verdict.reason, context);
    yield { type: 'attestation-passed-over', file: filename, path: file.path, reason: verdict.reason };
  }
  for (const kind of ['publish', 'slsa'] as const) {
    if (holdings.get(filename)?.some((held) => held.kind === kind) === true) continue;
    yield* reuseBundled(distribution, bundled.filter((found) => found.kind === kind), own, holdings, context);
  }
}

async function* reuseBundled(
  distribution: Attestable,
  bundled: readonly BundledAttestation[],
  own: Expectation,
  holdings: Holdings,
  context: ReuseOrSignContext,
): AsyncGenerator<AttestationEvent, void> {
  let refusal: PublishError | undefined;
  for (const { path, position, kind, bytes } of bundled) {
    const verdict = judged(distribution, { kind, bytes }, own, context);
    if (!verdict.usable) {
      refusal ??= unusableBundle(distribution, path, position, verdict.reason);
      continue;
    }
    const { attestation, evidence } = verdict;
    const paths = await context.keep(distribution, { kind, attestation, origin: 'bundle', paths: [] });
    hold(holdings, distribution, { kind, attestation, evidence, origin: 'bundle', paths });
    yield { type: 'attestation-reused', file: distribution.filename, path, evidence };
    for (const kept of paths) yield { type: 'attestation-kept', file: distribution.filename, path: kept };
    return;
  }
  if (refusal !== undefined) throw refusal;
}

/** A file must hold what its name says: an index takes one attestation of each type. */
function judged(distribution: Attestable, file: { readonly kind: AttestationFileKind; readonly bytes: Uint8Array }, publisher: Expectation, context: ReuseOrSignContext): ReuseVerdict {
  const { kinds, sigstore, now } = context;
  const verdict = judgeAttestation(distribution, file, { publisher, kinds, trustedRoot: sigstore.trustedRoot, now });
  if (!verdict.usable || verdict.evidence.predicateType === predicateTypes[file.kind]) return verdict;
  return { usable: false, reason: `it holds an attestation of another type, ${verdict.evidence.predicateType}` };
}

function forbidForeign(distribution: Attestable, file: AttestationFile, reason: string, context: ReuseOrSignContext): void {
  const verdict = judged(distribution, file, anyPublisherUnsafe(), context);
  if (!verdict.usable) return;
  throw new PublishError({
    code: 'ATTESTATION_OF_ANOTHER',
    message: `${file.path} is an attestation of ${signerOf(verdict.evidence, context)}, not of this identity: ${reason.replace(/\.$/, '')}.`,
    remedy: 'Nothing was signed. Take it away, or give --overwrite to replace it.',
  });
}

function signerOf({ publisher, certificate }: Evidence, { kinds }: ReuseOrSignContext): string {
  if (publisher !== undefined) return formatPublisher(publisher, kinds);
  return certificate.subjectAlternativeNames.map(({ value }) => value).join(', ');
}

function unusableBundle({ filename }: Attestable, path: string, position: number, reason: string): PublishError {
  return new PublishError({
    code: 'BUNDLE_UNACCEPTABLE',
    message: `Bundle ${position} in ${path} is about ${filename}, but cannot be used: ${reason.replace(/\.$/, '')}.`,
    remedy: 'Nothing was signed. Make the bundle with the identity that publishes, or leave it out to sign again.',
  });
}
