export { CodedError, isCodedError, type CodedErrorFields } from './coded-error.ts';
export { firstOf, type Identity, type IdentityProvider } from './identity.ts';
export { IdentityError, type IdentityErrorCode } from './identity-error.ts';
export { parseIdentityToken, type IdentityToken } from './identity-token.ts';
export { PublisherError, type PublisherErrorCode } from './publisher-error.ts';
export type {
  CertificateIdentity,
  Mismatch,
  Publisher,
  PublisherKind,
  RepositoryVisibility,
  SubjectAlternativeName,
} from './publisher.ts';
export {
  HttpError,
  type HttpClient,
  type HttpErrorCode,
  type HttpRequest,
  type HttpResponse,
  type HttpStreamBody,
  type HttpStreamResponse,
} from './http-client.ts';
export { resultOf, type ResultEvent } from './result-of.ts';
export { spellingHint } from './spelling-hint.ts';
export type { LookedUpValue, ProviderKnowledge, SlsaProvenance, TokenClaims, TokenProblem } from './provider-knowledge.ts';
export { buildContradictions, type BuildCertificateForm } from './build-contradictions.ts';
