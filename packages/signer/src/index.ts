export { createSigner, type Signer, type SignerOptions, type SignOptions } from './signer.ts';
export { signAll, type SignAllOptions, type SignEvent } from './sign-all.ts';
export type { SignStart } from './sign-work.ts';
export { publicGoodInstance, stagingInstance, type SigstoreInstance } from './instances.ts';
export { parseSigningConfig } from './signing-config.ts';
export type { Patience } from './service-request.ts';
export { SignerError, type SignerErrorCode, type SignerErrorFields } from './signer-error.ts';
export { attestationsInBundles, type BundleFile, type FoundAttestation } from './bundle-file.ts';
