import { isCodedError, type CodedError } from '@ropewalk/core';

/** What is wrong with how the command was called, or with whom it runs as, is no failure of signing. */
const others = /^(?:HTTP_ABORTED|HTTP_FORBIDDEN_URL|IDENTITY_UNEXPECTED|IDENTITY_BUILD_UNKNOWN|ATTESTATION_NOT_KEPT|ATTESTATION_OF_ANOTHER|SIGNING_CONFIG_UNUSABLE)$/;
const families = /^(?:IDENTITY|FULCIO|REKOR|CERTIFICATE|CLOCK|LOG|SIGNING|ATTESTATION|HTTP)_/;

/** Whether an error says that this release cannot be signed here and now. */
export function isSigningFailure(error: unknown): error is CodedError {
  return isCodedError(error) && families.test(error.code) && !others.test(error.code);
}
