import { TrustedPublishingError } from '@ropewalk/trusted-publishing';
import type { LocalIndexOptions } from '@ropewalk/local-index';
import { expect, test } from 'vitest';
import { fileToUpload, mintedFor, openTestWorld, publisher, uploadOne, uploadTokens, uploadTokensOf, type TestWorld } from './world.ts';

test('a job of the publisher gets a token that uploads', async () => {
  const world = await openTestWorld();

  const outcome = await uploadOne(world, fileToUpload(), await mintedFor(world));

  expect(outcome).toMatchObject({ status: 'uploaded', confirmedBy: 'answer' });
});

test('the first release creates the project', async () => {
  const world = await openTestWorld({ publishers: [{ project: 'sample', publisher, pending: true }] });

  const outcome = await uploadOne(world, fileToUpload(), await mintedFor(world));

  expect([outcome.status, world.index.projects()]).toEqual(['uploaded', ['sample']]);
});

test('the client finds the exchange by PEP 807 when it is announced, and uses nothing else', async () => {
  const world = await openTestWorld({ discovery: true });

  await (await uploadTokens(world)).token();

  const asked = world.index.requests().map((request) => request.path);
  expect(asked).toEqual(['/.well-known/pytp', '/pytp/audience', '/pytp/mint'].filter((path) => asked.includes(path)));
  expect(asked).toContain('/pytp/mint');
});

test('where tokens are good for one upload, the client mints one for each file', async () => {
  const world = await openTestWorld({ discovery: true, singleUseTokens: true });
  const credential = await mintedFor(world);

  const outcomes = [
    await uploadOne(world, fileToUpload(), credential),
    await uploadOne(world, fileToUpload({ filename: 'sample-1.0-py3-none-any.whl' }), credential),
  ];

  expect(outcomes.map((outcome) => outcome.status)).toEqual(['uploaded', 'uploaded']);
  expect(world.index.requests().filter((request) => request.path === '/pytp/mint')).toHaveLength(2);
});

test('after a lost reply a new identity token is exchanged, never the used one again', async () => {
  const world = await openTestWorld();
  world.index.inject({ route: 'mint', kind: { type: 'reply-lost' } });

  const token = await (await uploadTokens(world)).token();

  expect(token.reveal()).toMatch(/^pypi-/);
  expect(world.index.requests().filter((request) => request.path === '/_/oidc/mint-token').map((request) => request.status)).toEqual([0, 200]);
});

interface Refused {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly options?: Partial<LocalIndexOptions>;
  readonly arrange?: (world: TestWorld) => void;
  readonly code: string;
  readonly description: string;
}

const workflows = 'octo/sample/.github/workflows';

const refused: Readonly<Record<string, Refused>> = {
  'another repository': { claims: { repository: 'octo/other', job_workflow_ref: 'octo/other/.github/workflows/release.yml@refs/tags/v1' }, code: 'invalid-publisher', description: 'valid token, but no corresponding publisher (Publisher with matching claims was not found)' },
  'another workflow': { claims: { job_workflow_ref: `${workflows}/test.yml@refs/tags/v1` }, code: 'invalid-publisher', description: 'valid token, but no corresponding publisher (Publisher with matching claims was not found)' },
  'a workflow called from elsewhere': { claims: { job_workflow_ref: 'octo/shared/.github/workflows/release.yml@refs/heads/main' }, code: 'invalid-publisher', description: 'The job_workflow_ref claim does not match' },
  'pull_request_target': { claims: { event_name: 'pull_request_target' }, code: 'invalid-publisher', description: "Publishing from a workflow invoked via 'pull_request_target' is not supported." },
  'another owner': { claims: { repository_owner: 'Octo' }, code: 'invalid-publisher', description: "Check failed for required claim 'repository_owner'" },
  'a provider that is switched off': { arrange: ({ index }) => index.setFlags({ disabledIssuers: ['github'] }), code: 'not-enabled', description: 'github trusted publishing functionality not enabled' },
  'an index whose clock is wrong': { options: { now: () => new Date(Date.now() + 3_600_000) }, code: 'invalid-token', description: 'malformed or invalid token' },
  'an unknown issuer': { options: { issuers: new Map() }, code: 'invalid-token', description: 'malformed or invalid token' },
  'a project that exists meanwhile': { options: { publishers: [{ project: 'sample', publisher: { ...publisher, workflow: 'other.yml' } }, { project: 'sample', publisher, pending: true }] }, code: 'invalid-pending-publisher', description: 'valid token, but project already exists' },
  'a name that cannot be had': { options: { publishers: [{ project: 'json', publisher, pending: true }] }, code: 'invalid-payload', description: "The name 'json' isn't allowed" },
};

test.each(Object.entries(refused))('%s: the client passes on code and words, with advice', async (_what, { claims, options, arrange, code, description }) => {
  const world = await openTestWorld(options);
  arrange?.(world);
  const tokens = uploadTokensOf(world, claims ?? {});

  const error: unknown = await tokens.token().catch((thrown: unknown) => thrown);

  expect(error).toBeInstanceOf(TrustedPublishingError);
  expect(error).toMatchObject({
    code: 'TOKEN_REFUSED',
    refusals: [{ code, description: expect.stringContaining(description), advice: expect.stringMatching(/\w/) }],
  });
});

test('an index that announces the audience of another one gets no token at all', async () => {
  const world = await openTestWorld({ audience: 'pypi' });

  await expect((await uploadTokens(world)).token()).rejects.toMatchObject({ code: 'AUDIENCE_REFUSED' });

  expect(world.index.requests().filter((request) => request.path === '/_/oidc/mint-token')).toEqual([]);
});

test.each([
  ['switched off', 'TRUSTED_PUBLISHING_DISABLED', ({ index }: TestWorld) => index.setFlags({ trustedPublishingDisabled: true })],
  ['an HTML page', 'TRUSTED_PUBLISHING_UNEXPECTED_ANSWER', ({ index }: TestWorld) => index.inject({ route: 'mint', kind: { type: 'html' }, times: Infinity })],
])('an exchange that is %s is told apart: %s', async (_what, code, arrange) => {
  const world = await openTestWorld();
  arrange(world);

  await expect((await uploadTokens(world)).token()).rejects.toMatchObject({ code });
});
