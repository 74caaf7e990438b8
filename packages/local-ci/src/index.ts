export type { Claims } from './claims.ts';
export type { JobEnvironment } from './job-environment.ts';
export { startLocalCi, type LocalCi, type LocalCiOptions, type LocalCiProvider, type LocalJob } from './start-local-ci.ts';
