import { publicGoodInstance, type SigstoreInstance } from '@ropewalk/signer';
import { shippedTrustedRoot, type TrustedRoot } from '@ropewalk/trusted-root';

/** One Sigstore: where certificates and log entries come from, and how both are checked. Set together or not at all. */
export interface TrustedSigstore extends SigstoreInstance {
  readonly trustedRoot: TrustedRoot;
}

/** Sigstore's public good instance with the trusted root that is shipped: the only one PyPI accepts. */
export function publicGoodSigstore(): TrustedSigstore {
  return { ...publicGoodInstance, trustedRoot: shippedTrustedRoot() };
}
