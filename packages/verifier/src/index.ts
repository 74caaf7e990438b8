export { anyPublisherUnsafe, type AnyPublisher, type CertificateExpectation, type Expectation } from './expectation/expectation.ts';
export type { ExpectedClaims } from './expectation/expected-claims.ts';
export { report } from './report.ts';
export { reportBundle, signsFile } from './report-bundle.ts';
export type { ClaimedOrigin, Evidence, GenericBundle, Report, ReportedExpectation, ReportedTrustedRoot } from './report-types.ts';
export { VerificationError, type VerificationErrorCode, type VerificationErrorFields } from './verification-error.ts';
export type { BundleVerificationInput, VerificationContext, VerificationInput } from './verification-input.ts';
export { verify } from './verify.ts';
export { verifyAll, verifyProvenance, type VerifiedAttestations, type VerifyAllInput } from './verify-all.ts';
