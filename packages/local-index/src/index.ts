export { startLocalIndex } from './start-local-index.ts';
export type { AnsweredRequest, IndexedFile, LocalIndex, TokenScope } from './local-index.ts';
export type {
  AttestationToVerify,
  DistributionToCheck,
  IndexFlags,
  KnownToken,
  KnownUser,
  LocalIndexOptions,
  TokenOwner,
} from './options.ts';
export type { PublisherRegistration } from './minting/publisher-registry.ts';
export type { IssuerService } from './matching/issuers.ts';
export type { Fault, FaultKind, FaultRoute } from './faults/fault.ts';
export type { ProjectStatus } from './store/project.ts';
export type { SizeLimits } from './upload/limits.ts';
export { indexProfiles, type IndexProfileName } from './profiles/index-profiles.ts';
export type { RefusalStyle } from './answers/refusal.ts';
export type { DuplicateAnswer, IndexProfile } from './profiles/profile.ts';
