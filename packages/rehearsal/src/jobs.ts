import type { Publisher } from '@ropewalk/core';
import type { LocalCi } from '@ropewalk/local-ci';
import { rehearsalAudience } from './world.ts';

/** The CI systems whose release can be rehearsed. */
export type RehearsalCi = 'github' | 'gitlab' | 'google';

/** One CI system: the publisher that the index knows, and how a job of it begins. */
export interface RehearsalJob {
  readonly publisher: Publisher;
  /** Begins a job that releases version `version` as this publisher; returns what it finds in its environment. */
  start(ci: LocalCi, version: string): Promise<Readonly<Record<string, string>>>;
}

const repository = 'ropewalk-rehearsal/sample';
const email = 'release@ropewalk-rehearsal.iam.gserviceaccount.com';

/** The jobs that a rehearsal can play, by their CI. */
export const rehearsalJobs: Readonly<Record<RehearsalCi, RehearsalJob>> = {
  github: {
    publisher: { kind: 'GitHub', repository, workflow: 'release.yml' } as Publisher,
    start: async (ci, version) => {
      const ref = `refs/tags/v${version}`;
      const workflow = `${repository}/.github/workflows/release.yml@${ref}`;
      return ci.github({ repository, ref, event_name: 'release', workflow_ref: workflow, job_workflow_ref: workflow }).env;
    },
  },
  gitlab: {
    publisher: { kind: 'GitLab', repository, workflow_filepath: '.gitlab-ci.yml' } as Publisher,
    start: async (ci, version) => {
      const claims = { project_path: repository, ref: `v${version}`, ref_type: 'tag' };
      return (await ci.gitlab({ audiences: ['sigstore', rehearsalAudience], claims })).env;
    },
  },
  google: {
    publisher: { kind: 'Google', email } as Publisher,
    start: async (ci) => (await ci.google({ claims: { email } })).env,
  },
};
