import { isCodedError } from '@ropewalk/core';

/** What the command's exit status says. */
export const exitCodes = {
  ok: 0,
  /** The answer is no: not attested, not verified, or a file that is not what its name says. */
  no: 1,
  usage: 2,
  configuration: 3,
  /** No identity, or it was not accepted. */
  identity: 4,
  network: 5,
  /** The index refused. */
  refused: 6,
  /** Fulcio or Rekor refused or failed. */
  signing: 7,
  interrupted: 130,
} as const;

/** Codes of single errors, where the family's exit status is not theirs. */
const exceptions: Readonly<Record<string, number>> = {
  DISTRIBUTION_NOT_FOUND: exitCodes.usage,
  DISTRIBUTION_IS_DIRECTORY: exitCodes.usage,
  TRUSTED_ROOT_INCOMPLETE: exitCodes.no,
  TRUSTED_ROOT_TOO_OLD: exitCodes.no,
  TRUSTED_ROOT_UPDATE_REFUSED: exitCodes.no,
  TRUSTED_ROOT_UPDATE_UNREACHABLE: exitCodes.network,
  INDEX_FILE_DIFFERS: exitCodes.no,
  HTTP_ABORTED: exitCodes.interrupted,
  HTTP_FORBIDDEN_URL: exitCodes.configuration,
  UPLOAD_UNAUTHORIZED: exitCodes.identity,
  UPLOAD_UNAVAILABLE: exitCodes.network,
  UPLOAD_WRONG_URL: exitCodes.configuration,
  UPLOAD_REDIRECTED: exitCodes.configuration,
  FILE_CHANGED: exitCodes.no,
  FILE_UNREADABLE: exitCodes.usage,
  FILE_CONFLICT: exitCodes.refused,
  FILE_EXISTS: exitCodes.refused,
  CREDENTIAL_EXPOSED: exitCodes.configuration,
  CREDENTIAL_CONFLICT: exitCodes.usage,
  CREDENTIAL_FILE_UNREADABLE: exitCodes.configuration,
  REPOSITORY_UNKNOWN: exitCodes.configuration,
  ENDPOINTS_REFUSED: exitCodes.identity,
  SIGNING_TIMEOUT: exitCodes.signing,
  CLOCK_WRONG: exitCodes.signing,
  SIGNING_CONFIG_UNUSABLE: exitCodes.configuration,
  ATTESTATION_NOT_KEPT: exitCodes.usage,
  BUNDLE_FILE_UNREADABLE: exitCodes.usage,
  IDENTITY_REQUEST_FAILED: exitCodes.identity,
  PUBLISHER_MALFORMED: exitCodes.usage,
  PUBLISHER_KIND_UNKNOWN: exitCodes.usage,
};

/** Beginnings of codes, and the exit status of all that begin so. The first that fits counts. */
const families: readonly (readonly [beginning: string, status: number])[] = [
  ['USAGE_', exitCodes.usage],
  ['INTERRUPTED', exitCodes.interrupted],
  ['CONFIGURATION_', exitCodes.configuration],
  ['TRUSTED_ROOT_', exitCodes.configuration],
  ['CREDENTIAL_', exitCodes.identity],
  ['IDENTITY_', exitCodes.identity],
  ['AUDIENCE_', exitCodes.identity],
  ['TRUSTED_PUBLISHING_', exitCodes.identity],
  ['TOKEN_', exitCodes.identity],
  ['HTTP_', exitCodes.network],
  ['INDEX_', exitCodes.network],
  ['UPLOAD_', exitCodes.refused],
  ['FULCIO_', exitCodes.signing],
  ['REKOR_', exitCodes.signing],
  ['LOG_', exitCodes.signing],
  ['SIGNER_', exitCodes.signing],
  ['CERTIFICATE_', exitCodes.signing],
  ['DISTRIBUTION_', exitCodes.no],
  ['ARCHIVE_', exitCodes.no],
  ['METADATA_', exitCodes.no],
  ['FILENAME_', exitCodes.no],
  ['RELEASE_', exitCodes.no],
  ['REHEARSAL_', exitCodes.configuration],
  ['ATTESTATION_', exitCodes.no],
  ['PROVENANCE_', exitCodes.no],
  ['BUNDLE_', exitCodes.no],
  ['STATEMENT_', exitCodes.no],
  ['NOT_VERIFIED', exitCodes.no],
];

/** The exit status for an error; an error that nobody coded is our own fault and exits 70 (EX_SOFTWARE). */
export function exitCodeOf(error: unknown): number {
  if (!isCodedError(error)) return 70;
  const exact = exceptions[error.code];
  if (exact !== undefined) return exact;
  return families.find(([beginning]) => error.code.startsWith(beginning))?.[1] ?? 70;
}
