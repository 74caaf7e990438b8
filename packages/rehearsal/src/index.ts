export { rehearse, type RehearsalOptions } from './rehearse.ts';
export { rehearsalJobs, type RehearsalCi, type RehearsalJob } from './jobs.ts';
export { serveWorld, type ServedWorld } from './serve.ts';
export type { RehearsalEvent, RehearsalResult, VerifiedDownload } from './rehearsal-events.ts';
export { RehearsalError, type RehearsalErrorCode } from './rehearsal-error.ts';
export { openWorld, rehearsalAudience, type World, type WorldOptions } from './world.ts';
export { sampleRelease } from './sample/sample-release.ts';
