import { publicGoodInstance, type SigstoreInstance } from '@ropewalk/signer';
import { shippedTrustedRoot, type TrustedRoot } from '@ropewalk/trusted-root';

/** One Sigstore: where certificates and log entries come from, and how both are checked. Set together or not at all. */
export interface TrustedSigstore extends SigstoreInstance {
  readonly trustedRoot: TrustedRoot;
}

/**
 * Sigstore's public good instance, the only one PyPI accepts.
 *
 * @param trustedRoot - Its trusted root. Default: the one that is shipped.
 */
export function publicGoodSigstore(trustedRoot: TrustedRoot = shippedTrustedRoot()): TrustedSigstore {
  return { ...publicGoodInstance, trustedRoot };
}
