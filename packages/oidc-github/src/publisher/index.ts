export { githubIssuer, type GitHubPublisher } from './publisher.ts';
export { githubPublisher } from './publisher-kind.ts';
export { lookedUpValues, settingsFields } from './looked-up-values.ts';
export { slsaProvenance } from './slsa-provenance.ts';
export { tokenMismatches } from './token-mismatches.ts';
export { tokenProblems } from './token-problems.ts';
