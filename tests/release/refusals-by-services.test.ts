import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ropewalk } from '@ropewalk-tests/command/ropewalk.ts';
import { openWorld, rehearsalAudience, rehearsalJobs, type RehearsalCi, type World, type WorldOptions } from '@ropewalk/rehearsal';
import { review, reviewedAs } from './review.ts';
import { jobEnvironment, worldSettings, writeSample } from './world.ts';

const ghes = 'https://ghes.example.org/_services/token';
const audiences = ['sigstore', rehearsalAudience];
const rehearsalEmail = 'release@ropewalk-rehearsal.iam.gserviceaccount.com';
let world: World;
let folder: string;
let files: readonly string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-services-'));
  files = await writeSample(folder);
});
afterEach(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(ci: RehearsalCi, options: WorldOptions = {}): Promise<void> {
  world = await openWorld(['ropewalk-sample'], rehearsalJobs[ci].publisher, options);
}

async function publishAs(env: Readonly<Record<string, string>>, options: readonly string[] = [], release: readonly string[] = files): Promise<string> {
  const run = await ropewalk(['publish', ...release, ...options], { env: { ...env, ...(await worldSettings(world, folder)) }, cwd: folder });
  return review(run, folder);
}

describe('what a person reads when a service says no', () => {
  test('trusted publishing is switched off', async () => {
    await open('github');
    world.index.setFlags({ trustedPublishingDisabled: true });

    await expect(await publishAs(await jobEnvironment(world, folder))).toMatchFileSnapshot(reviewedAs('trusted publishing switched off'));
  });

  test('the provider is switched off', async () => {
    await open('github');
    world.index.setFlags({ disabledIssuers: ['github'] });

    await expect(await publishAs(await jobEnvironment(world, folder))).toMatchFileSnapshot(reviewedAs('provider switched off'));
  });

  test('the issuer is one the index does not know', async () => {
    await open('github', { ci: { githubIssuer: ghes } });

    await expect(await publishAs(await jobEnvironment(world, folder))).toMatchFileSnapshot(reviewedAs('unknown issuer'));
  });

  test('the clocks differ', async () => {
    await open('github', { index: { now: () => new Date(Date.now() + 3_600_000) } });

    await expect(await publishAs(await jobEnvironment(world, folder))).toMatchFileSnapshot(reviewedAs('clocks that differ'));
  });

  test('a token is exchanged a second time, as in a second run of a GitLab job', async () => {
    await open('gitlab');
    const { env } = await world.ci.gitlab({ audiences, claims: { project_path: 'ropewalk-rehearsal/sample', ref: 'v1.0.0', ref_type: 'tag' } });

    const [sdist = '', wheel = ''] = files;
    expect(await publishAs(env, [], [wheel])).toMatch(/^exit 0/);
    await expect(await publishAs(env, [], [sdist])).toMatchFileSnapshot(reviewedAs('GitLab token used twice'));
  });

  test.each([
    ['another GitLab project', { project_path: 'somebody/else' }],
    ['another GitLab pipeline file', { ci_config_ref_uri: 'gitlab.com/ropewalk-rehearsal/sample//ci/release.yml@refs/tags/v1.0.0' }],
    ['a GitLab project that is not public', { project_visibility: 'private' }],
  ])('%s', async (name, claims) => {
    await open('gitlab');
    const { env } = await world.ci.gitlab({ audiences, claims: { project_path: 'ropewalk-rehearsal/sample', ref: 'v1.0.0', ref_type: 'tag', ...claims } });

    await expect(await publishAs(env)).toMatchFileSnapshot(reviewedAs(name));
  });

  test('a GitLab job that declares a token for Sigstore only', async () => {
    await open('gitlab');
    const { env } = await world.ci.gitlab({ audiences: ['sigstore'] });

    await expect(await publishAs(env)).toMatchFileSnapshot(reviewedAs('GitLab job with one token'));
  });

  test.each([
    ['another Google account', { email: 'other@ropewalk-rehearsal.iam.gserviceaccount.com' }],
    ['a Google account whose e-mail is not verified', { email: rehearsalEmail, email_verified: false }],
  ])('%s', async (name, claims) => {
    await open('google');
    const { env } = await world.ci.google({ claims });

    await expect(await publishAs(env, ['--identity', 'google'])).toMatchFileSnapshot(reviewedAs(name));
  });

  test('a pull request from a fork', async () => {
    await open('github');
    const payload = join(folder, 'event.json');
    await writeFile(payload, JSON.stringify({ pull_request: { head: { repo: { fork: true } } } }));
    const { ACTIONS_ID_TOKEN_REQUEST_TOKEN: _token, ACTIONS_ID_TOKEN_REQUEST_URL: _url, ...env } = await jobEnvironment(world, folder);

    await expect(await publishAs({ ...env, GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: payload })).toMatchFileSnapshot(reviewedAs('pull request from a fork'));
  });

  test('the exchange answers with a web page', async () => {
    await open('github');
    world.index.inject({ route: 'mint', kind: { type: 'html' }, times: Number.POSITIVE_INFINITY });

    await expect(await publishAs(await jobEnvironment(world, folder))).toMatchFileSnapshot(reviewedAs('web page instead of a token'));
  }, 60_000);

  test('the exchange loses its answer once: a new identity token is exchanged, and the release goes on', async () => {
    await open('github');
    world.index.inject({ route: 'mint', kind: { type: 'reply-lost' } });

    expect(await publishAs(await jobEnvironment(world, folder))).toMatch(/^exit 0/);
  });
});
