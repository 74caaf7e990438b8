import type { KeyObject } from 'node:crypto';
import type { CertificateIdentity } from '@ropewalk/core';
import type { TrustedRoot } from '@ropewalk/trusted-root';
import { parseBundle } from './bundle/parse-bundle.ts';
import type { ParsedBundle } from './bundle/parsed-bundle.ts';
import { leafReader } from './certificate/leaf-reader.ts';
import type { CheckResult } from './check.ts';
import { createVerification } from './create-verification.ts';
import type { VerifyBundleOptions } from './options.ts';
import { asRefusal, failedCheck, runSteps } from './run-steps.ts';
import { SigstoreVerificationError } from './sigstore-verification-error.ts';
import { attestationSteps, certificateSteps, keySteps } from './step-lists.ts';
import { prepareTrust } from './trust/trust.ts';
import { verifiedContent } from './verified-content.ts';
import type { BundleReport, VerifiedBundle, VerifiedContent } from './verified-bundle.ts';
import type { Verification } from './verification.ts';

/** Verifies Sigstore bundles under one trusted root. Make one and use it for many bundles: it remembers certificates. */
export interface BundleVerifier {
  /**
   * Verifies a bundle that is signed with a certificate.
   *
   * @param bundle - The bundle as parsed JSON. Parse text with `parseJson` of `@ropewalk/encoding`: it refuses what readers may read differently.
   * @throws {@link SigstoreVerificationError} naming the check that failed. Any throw means "not verified".
   */
  verify(bundle: unknown, options?: VerifyBundleOptions): VerifiedBundle;
  /** The same as data. Never throws because of the bundle. */
  report(bundle: unknown, options?: VerifyBundleOptions): BundleReport;
  /**
   * Verifies a bundle that is signed with a bare key, under the key given: nothing in it says who signed.
   *
   * @throws {@link SigstoreVerificationError}
   */
  verifyWithKey(bundle: unknown, publicKey: KeyObject, options?: VerifyBundleOptions): VerifiedContent;
}

/** What a {@link BundleVerifier} may be told. */
export interface BundleVerifierOptions {
  /** The clock, asked once for each bundle. Default: the real one. */
  readonly now?: () => Date;
}

const shape = { code: 'BUNDLE', title: 'the bundle is complete and can be read in one way only' };

/** Makes a verifier for everything one trusted root vouches for. */
export function createBundleVerifier(trustedRoot: TrustedRoot, { now = () => new Date() }: BundleVerifierOptions = {}): BundleVerifier {
  const trust = prepareTrust(trustedRoot);
  const readLeaf = leafReader();
  const start = (bundle: ParsedBundle, options: VerifyBundleOptions, publicKey?: KeyObject): Verification =>
    createVerification({ bundle, trust, now: options.now ?? now(), options, readLeaf, ...(publicKey === undefined ? {} : { publicKey }) });

  const report = (json: unknown, options: VerifyBundleOptions = {}): BundleReport => {
    const steps = options.profile === 'pep740' ? attestationSteps : certificateSteps;
    const parsed = attempt(() => parseBundle(json, { zerosMayBeLeftOut: options.profile !== 'pep740' }));
    if ('failure' in parsed) {
      const notReached = steps.map(({ code, title }): CheckResult => ({ code, title, status: 'not-reached' }));
      return { checks: [failedCheck(shape, parsed.failure), ...notReached], failure: parsed.failure };
    }
    const verification = start(parsed.value, options);
    const { results, failure } = runSteps(steps, verification);
    const checks = [shapePassed(parsed.value), ...results];
    if (failure !== undefined) return { checks, failure, ...claimOf(verification) };
    return { checks, verified: verifiedBundle(verification, checks), claimed: verification.identity() };
  };

  return {
    report,
    verify(bundle, options) {
      const { verified, failure, checks } = report(bundle, options);
      if (verified === undefined) throw withChecks(failure, checks);
      return verified;
    },
    verifyWithKey(json, publicKey, options = {}) {
      const bundle = parseBundle(json, { zerosMayBeLeftOut: true });
      const verification = start(bundle, options, publicKey);
      if (bundle.signer.type === 'certificate') verification.leaf();
      const { results, failure } = runSteps(keySteps, verification);
      const checks = [shapePassed(bundle), ...results];
      if (failure !== undefined) throw withChecks(failure, checks);
      return verifiedContent(verification, checks);
    },
  };
}

function verifiedBundle(verification: Verification, checks: readonly CheckResult[]): VerifiedBundle {
  const { der, notBefore, notAfter } = verification.leaf();
  return { ...verifiedContent(verification, checks), certificate: verification.identity(), certificateDer: der, notBefore, notAfter };
}

function shapePassed({ mediaType }: ParsedBundle): CheckResult {
  return { ...shape, status: 'passed', seen: mediaType };
}

function claimOf(verification: Verification): { readonly claimed?: CertificateIdentity } {
  const identity = attempt(() => verification.identity());
  return 'failure' in identity ? {} : { claimed: identity.value };
}

function attempt<Value>(work: () => Value): { readonly value: Value } | { readonly failure: SigstoreVerificationError } {
  try {
    return { value: work() };
  } catch (error) {
    return { failure: asRefusal(error) };
  }
}

function withChecks(failure: SigstoreVerificationError | undefined, checks: readonly CheckResult[]): SigstoreVerificationError {
  const { code, message, remedy, cause, expected, actual } = failure ?? asRefusal(undefined);
  return new SigstoreVerificationError({
    code,
    message,
    remedy,
    checks,
    ...(cause === undefined ? {} : { cause }),
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
  });
}
