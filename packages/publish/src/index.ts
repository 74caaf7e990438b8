export { publish } from './publish.ts';
export type { PublishOptions } from './publish-options.ts';
export type { AttestationEvent, FileEvent, PublishedFile, PublishEvent, PublishResult, ReleaseFile } from './publish-events.ts';
export { PublishError, type PublishErrorCode } from './publish-error.ts';
export { pypiUploadUrl, testPypiUploadUrl } from './destination.ts';
export { publicGoodSigstore, type TrustedSigstore } from './sigstore-instance.ts';
