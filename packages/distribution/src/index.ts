export {
  type ArchiveDefect,
  type ArchiveDefectCode,
  type ArchiveFacts,
  type MemberText,
} from './archive-facts.ts';
export { type DistributionSource } from './byte-source.ts';
export { type Digests, type ExtraDigest } from './digests.ts';
export { DistributionError, type DistributionErrorCode } from './distribution-error.ts';
export { identifyDistribution, type DistributionIdentity, type DistributionOptions } from './identify-distribution.ts';
export { inspectDistribution, type InspectedDistribution } from './inspect-distribution.ts';
export { readDistribution, requireSound, type Distribution } from './read-distribution.ts';
export { uploadForm, type FormField, type UploadFormOptions } from './upload-form.ts';
