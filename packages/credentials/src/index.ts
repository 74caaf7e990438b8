export { attestationSupport, type AttestationSupport } from './attestation-support.ts';
export {
  fixedCredential,
  mintedCredential,
  type Credential,
  type CredentialFacts,
  type MintedToken,
  type UploadTokenSource,
} from './credential.ts';
export { CredentialError, type CredentialErrorCode } from './credential-error.ts';
export type { CredentialRequest } from './credential-request.ts';
export { homeFolder } from './home-folder.ts';
export { severalKeyrings, type Keyring, type KeyringAnswer, type KeyringEntry, type KeyringUnavailable } from './keyring.ts';
export { nativeKeyring, type NativeKeyringOptions } from './native-keyring.ts';
export { parseNetrc, readNetrc, type Netrc, type NetrcMachine } from './netrc.ts';
export { programKeyring, type KeyringProgramOptions } from './program-keyring.ts';
export { mayPrompt, type CredentialPrompt, type PromptSurroundings } from './prompt.ts';
export { readPyPIToken, type PyPITokenFacts } from './pypi-token.ts';
export { findRepository, findServerFor, parsePypirc, readPypirc, type Pypirc, type PypircServer } from './pypirc.ts';
export { findCredential, resolveCredential } from './resolve-credential.ts';
export { surveyCredentials, type CredentialSurvey, type SurveyedSource } from './survey-credentials.ts';
export { wellKnownIndexes, wellKnownIndexOf, type WellKnownIndex } from './well-known-index.ts';
