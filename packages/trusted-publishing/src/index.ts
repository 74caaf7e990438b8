export type { Refusal } from './refusal.ts';
export type { TokenEndpoints } from './token-endpoints.ts';
export { TrustedPublishingError, type TrustedPublishingErrorCode } from './trusted-publishing-error.ts';
export type { UploadToken } from './upload-token.ts';
export { createUploadTokenSource, type UploadTokenSource, type UploadTokenSourceOptions } from './upload-token-source.ts';
