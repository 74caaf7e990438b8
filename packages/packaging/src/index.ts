export {
  parseDistributionFilename,
  sameDistribution,
  type DistributionFilename,
  type SdistFilename,
  type WheelFilename,
} from './distribution-filename.ts';
export { parseMetadata, type Metadata } from './metadata.ts';
export { metadataFieldOf, metadataFields, metadataVersions, type FieldShape, type MetadataField } from './metadata-fields.ts';
export { PackagingError, type PackagingErrorCode } from './packaging-error.ts';
export { parseRequirement, type Requirement } from './requirement.ts';
export { quote, stripSpace } from './python-text.ts';
export { parseSpecifiers } from './version-specifier.ts';
export { isValidName, normalizeName } from './project-name.ts';
export { canonicalVersion, formatVersion, isValidVersion, parseVersion, sameVersion, versionKey, type Version } from './version.ts';
