export { gitlabIssuer, type GitLabPublisher } from './publisher.ts';
export { gitlabPublisher } from './publisher-kind.ts';
export { lookedUpValues, settingsFields } from './looked-up-values.ts';
export { slsaProvenance } from './slsa-provenance.ts';
export { tokenMismatches } from './token-mismatches.ts';
export { tokenProblems } from './token-problems.ts';
