export { gitlabIssuer, type GitLabPublisher } from './publisher.ts';
export { gitlabPublisher } from './publisher-kind.ts';
export { lookedUpValues, settingsFields, type LookedUpValue } from './looked-up-values.ts';
export { slsaProvenance, type SlsaProvenance } from './slsa-provenance.ts';
export { tokenMismatches } from './token-mismatches.ts';
export { tokenProblems, type TokenProblem } from './token-problems.ts';
export type { TokenClaims } from './token-claims.ts';
