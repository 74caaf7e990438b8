export { createBundleVerifier, type BundleVerifier, type BundleVerifierOptions } from './bundle-verifier.ts';
export { certificateIdentity } from './certificate/certificate-identity.ts';
export type { Check, CheckResult } from './check.ts';
export type { Artifact, ExpectedIdentity, VerifyBundleOptions } from './options.ts';
export {
  SigstoreVerificationError,
  type SigstoreVerificationCode,
  type SigstoreVerificationFields,
} from './sigstore-verification-error.ts';
export type { BundleReport, LogEntry, VerifiedBundle, VerifiedContent } from './verified-bundle.ts';
