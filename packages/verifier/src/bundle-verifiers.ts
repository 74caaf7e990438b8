import { createBundleVerifier, type BundleVerifier } from '@ropewalk/sigstore-verifier';
import type { TrustedRoot } from '@ropewalk/trusted-root';

const verifiers = new WeakMap<TrustedRoot, BundleVerifier>();

/** The verifier for a trusted root: made once, because it remembers the certificates it has read. */
export function bundleVerifierFor(trustedRoot: TrustedRoot): BundleVerifier {
  const known = verifiers.get(trustedRoot);
  if (known !== undefined) return known;
  const verifier = createBundleVerifier(trustedRoot);
  verifiers.set(trustedRoot, verifier);
  return verifier;
}
