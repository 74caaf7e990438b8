import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rehearsalJobs, type World } from '@ropewalk/rehearsal';
import { ropewalk } from '@ropewalk-tests/command/ropewalk.ts';
import { review, reviewedAs } from './review.ts';
import { jobEnvironment, openSampleWorld, writeSample } from './world.ts';

/** The world's index knows two publishers besides the sample's own: one with an environment, and one that waits. */
let world: World;
let folder: string;
let files: readonly string[];

beforeAll(async () => {
  world = await openSampleWorld({
    index: {
      publishers: [
        { project: 'ropewalk-sample', publisher: rehearsalJobs.github.publisher },
        { project: 'ropewalk-sample', publisher: { kind: 'GitHub', repository: 'strict/sample', workflow: 'release.yml', environment: 'production' } },
        { project: 'ropewalk-sample', publisher: { kind: 'GitHub', repository: 'late/sample', workflow: 'release.yml' }, pending: true },
        { project: 'other-name', publisher: { kind: 'GitHub', repository: 'first/sample', workflow: 'release.yml' }, pending: true },
      ],
    },
  });
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-refusals-'));
  files = await writeSample(folder);
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

/** The claims of a job in another repository, workflow or environment. */
function claimsOf(repository: string, workflow = 'release.yml', others: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const reference = `${repository}/.github/workflows/${workflow}@refs/tags/v1.0.0`;
  return { repository, ref: 'refs/tags/v1.0.0', workflow_ref: reference, job_workflow_ref: reference, ...others };
}

describe('what a person reads when the index does not accept the identity', () => {
  test.each([
    ['another repository', claimsOf('somebody/else'), []],
    ['another workflow', claimsOf('ropewalk-rehearsal/sample', 'publish.yml'), []],
    ['another case', claimsOf('Ropewalk-Rehearsal/sample'), []],
    ['no environment where one is demanded', claimsOf('strict/sample', 'release.yml', { environment: undefined }), []],
    ['another environment than is demanded', claimsOf('strict/sample', 'release.yml', { environment: 'staging' }), []],
    ['a pending publisher whose project exists', claimsOf('late/sample'), []],
    ['a pending publisher of another name', claimsOf('first/sample'), []],
    ['a pull_request_target event', claimsOf('ropewalk-rehearsal/sample', 'release.yml', { event_name: 'pull_request_target' }), []],
    ['a reusable workflow of another repository', { ...claimsOf('ropewalk-rehearsal/sample'), job_workflow_ref: 'shared/workflows/.github/workflows/publish.yml@refs/heads/main' }, []],
    ['a reusable workflow of its own', { ...claimsOf('ropewalk-rehearsal/sample'), job_workflow_ref: 'ropewalk-rehearsal/sample/.github/workflows/called.yml@refs/tags/v1.0.0' }, []],
    ['an expectation that it does not meet', claimsOf('somebody/else'), ['--publisher', 'github:ropewalk-rehearsal/sample', '--workflow', 'release.yml']],
    ['a private repository', claimsOf('ropewalk-rehearsal/sample', 'release.yml', { repository_visibility: 'private' }), []],
  ])('%s', async (name, claims, options) => {
    const env = await jobEnvironment(world, folder, claims);

    const run = await ropewalk(['publish', ...files, ...options], { env, cwd: folder });

    expect([4, 6]).toContain(run.status);
    await expect(review(run, folder)).toMatchFileSnapshot(reviewedAs(name));
  });

  test.each([
    ['a job without the permission', { GITHUB_ACTIONS: 'true' }],
    ['a GitLab job without id_tokens', { GITLAB_CI: 'true' }],
    ['CircleCI', { CIRCLECI: 'true' }],
    ['Buildkite', { BUILDKITE: 'true' }],
    ['Azure Pipelines', { TF_BUILD: 'True' }],
    ['no CI at all', {}],
  ])('%s', async (name, env) => {
    const run = await ropewalk(['publish', ...files], { env, cwd: folder });

    expect(run.status).toBe(4);
    await expect(review(run, folder)).toMatchFileSnapshot(reviewedAs(name));
  });
});
