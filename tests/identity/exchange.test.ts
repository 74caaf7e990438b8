import { startLocalIndex } from '@ropewalk/local-index';
import { createUploadTokenSource, TrustedPublishingError } from '@ropewalk/trusted-publishing';
import { explainRefusal, parsePublisher } from '@ropewalk/oidc';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everythingVisible, startWorld, type World } from './world.ts';

const publishers = [
  { project: 'sampleproject', publisher: { kind: 'GitHub', repository: 'octo-org/sampleproject', workflow: 'release.yml', environment: 'pypi' } },
  { project: 'labproject', publisher: { kind: 'GitLab', repository: 'group/subgroup/sampleproject', workflow_filepath: '.gitlab-ci.yml' } },
  { project: 'cloudproject', publisher: { kind: 'Google', email: 'publisher@sample-project.iam.gserviceaccount.com' } },
  { project: 'firstproject', publisher: { kind: 'GitHub', repository: 'octo-org/first', workflow: 'release.yml' }, pending: true },
  { project: 'sampleproject', publisher: { kind: 'GitHub', repository: 'octo-org/late', workflow: 'release.yml' }, pending: true },
] as const;

let world: World;
beforeAll(async () => {
  world = await startWorld({ publishers });
});
afterAll(() => world.close());

async function refusalOf(env: Readonly<Record<string, string>>): Promise<TrustedPublishingError> {
  const source = await world.source(env);
  const error: unknown = await source.token().catch((caught: unknown) => caught);
  if (error instanceof TrustedPublishingError) return error;
  throw new TypeError('It was expected to be refused.', { cause: error });
}

describe('the right publisher', () => {
  test('of each provider gets an upload token', async () => {
    const environments = [world.ci.github().env, (await world.ci.gitlab({ audiences: ['sigstore', 'rehearsal'] })).env, (await world.ci.google()).env];

    const tokens = await Promise.all(environments.map(async (env) => await (await world.source(env)).token()));

    for (const token of tokens) {
      expect(token.reveal()).toMatch(/^pypi-/);
      expect(token.origin).toBe(world.index.url.origin);
      expect(token.expiresAt.getTime() - Date.now()).toBeGreaterThan(800_000);
    }
  });

  test('acting as another Google account gets a token for that account only', async () => {
    const { env } = await world.ci.google({ claims: { email: 'builder@sample-project.iam.gserviceaccount.com' }, actAs: 'publisher@sample-project.iam.gserviceaccount.com' });
    const own = await world.ci.google({ claims: { email: 'builder@sample-project.iam.gserviceaccount.com' } });

    expect((await (await world.source(env)).token()).reveal()).toMatch(/^pypi-/);
    expect(await refusalOf(own.env)).toMatchObject({ code: 'TOKEN_REFUSED' });
  });

  test('of a first release creates the project when the token is exchanged', async () => {
    await (await world.source(world.ci.github({ repository: 'octo-org/first', environment: undefined }).env)).token();

    expect(world.index.projects()).toContain('firstproject');
  });

  test('of a self-managed GitLab gets a token where the index has its issuer registered', async () => {
    const gitlabIssuer = 'https://gitlab.example.com';
    const own = await startWorld({
      gitlabIssuer,
      customIssuers: new Map([[gitlabIssuer, 'gitlab']]),
      publishers: [{ project: 'p', publisher: { kind: 'GitLab', repository: 'g/p', workflow_filepath: '.gitlab-ci.yml', issuer_url: gitlabIssuer } }],
    });
    const { env } = await own.ci.gitlab({ audiences: ['rehearsal'], claims: { project_path: 'g/p' } });

    expect((await (await own.source(env)).token()).reveal()).toMatch(/^pypi-/);
    await own.close();
  });

  test('finds the endpoints that PEP 807 announces', async () => {
    const other = await startWorld({ publishers, discovery: true });

    await (await other.source(other.ci.github().env)).token();

    expect(other.index.requests().map(({ path, status }) => [path, status])).toStrictEqual([['/.well-known/pytp', 200], ['/pytp/audience', 200], ['/pytp/mint', 200]]);
    await other.close();
  });
});

interface Case {
  readonly name: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly code: string;
  readonly says: string;
  readonly advice: RegExp;
}

const seconds = Math.floor(Date.now() / 1000);
const release = 'octo-org/sampleproject/.github/workflows';

const refusals: readonly Case[] = [
  { name: 'another repository', claims: { repository: 'octo-org/other' }, code: 'invalid-publisher', says: 'Publisher with matching claims was not found', advice: /no publisher with these values/ },
  { name: 'another case of the repository', claims: { repository: 'Octo-Org/sampleproject' }, code: 'invalid-publisher', says: 'was not found', advice: /upper and lower case/ },
  { name: 'another workflow file', claims: { workflow_ref: `${release}/ci.yml@refs/tags/v1.0.0` }, code: 'invalid-publisher', says: 'was not found', advice: /no publisher with these values/ },
  { name: 'another environment', claims: { environment: 'staging' }, code: 'invalid-publisher', says: 'was not found', advice: /no publisher/ },
  { name: 'a reusable workflow of another repository', claims: { job_workflow_ref: 'octo-org/shared/.github/workflows/release.yml@refs/heads/main' }, code: 'invalid-publisher', says: 'The job_workflow_ref claim does not match', advice: /reusable workflow/ },
  { name: 'another owner behind the same name', claims: { repository_owner: 'someone-else' }, code: 'invalid-publisher', says: "Check failed for required claim 'repository_owner'", advice: /differs from the publisher/ },
  { name: 'neither ref nor commit', claims: { ref: '', sha: '', job_workflow_ref: `${release}/release.yml@` }, code: 'invalid-publisher', says: 'The ref and sha claims are empty', advice: /neither ref nor commit/ },
  { name: 'a missing claim', claims: { event_name: undefined }, code: 'invalid-publisher', says: "Missing claim 'event_name'", advice: /lacks a claim/ },
  { name: 'an expired token', claims: { exp: seconds - 3600 }, code: 'invalid-token', says: 'malformed or invalid token', advice: /clocks/ },
  { name: 'a token of the future', claims: { nbf: seconds + 3600 }, code: 'invalid-token', says: 'malformed or invalid token', advice: /clocks/ },
  { name: 'a GitHub Enterprise Server', claims: { iss: 'https://ghe.example.com/_services/token' }, code: 'invalid-payload', says: 'unknown trusted publishing issuer', advice: /GitHub Enterprise Server/ },
  { name: 'a pending publisher of a project that exists', claims: { repository: 'octo-org/late', environment: undefined }, code: 'invalid-pending-publisher', says: 'project already exists', advice: /exists already/ },
];

describe('every refusal', () => {
  test.each(refusals)('by $name is told in the index’s words, with advice of its own', async ({ claims, code, says, advice }) => {
    const error = await refusalOf(world.ci.github(claims).env);

    expect(error).toMatchObject({ code: 'TOKEN_REFUSED', message: expect.stringContaining(says), refusals: [{ code, advice: expect.stringMatching(advice) }] });
    expect(error.remedy).toMatch(advice);
  });

  test('by a switch of the index', async () => {
    world.index.setFlags({ disabledIssuers: ['github'] });

    expect(await refusalOf(world.ci.github().env)).toMatchObject({ code: 'TOKEN_REFUSED', refusals: [{ code: 'not-enabled' }] });
    world.index.setFlags({ disabledIssuers: [] });
  });

  test('of all trusted publishing is another error than of a token', async () => {
    world.index.setFlags({ trustedPublishingDisabled: true });

    expect(await refusalOf(world.ci.github().env)).toMatchObject({ code: 'TRUSTED_PUBLISHING_DISABLED' });
    world.index.setFlags({ trustedPublishingDisabled: false });
  });

  test('by a token that was used elsewhere before', async () => {
    const claims = { jti: 'used-elsewhere' };
    const token = await world.ci.issueToken('github', { audience: 'rehearsal', claims });
    await world.http.request({ url: new URL('_/oidc/mint-token', world.index.url), method: 'POST', body: JSON.stringify({ token }) });

    expect(await refusalOf(world.ci.github(claims).env)).toMatchObject({ refusals: [{ code: 'invalid-reuse-token', advice: expect.stringMatching(/exchanged once/) }] });
  });

  test('is explained by the values the index looked up and the one that differs', async () => {
    const { claims } = await refusalOf(world.ci.github({ workflow_ref: `${release}/ci.yml@refs/tags/v1.0.0` }).env);

    const explanation = explainRefusal({ claims, expected: parsePublisher({ ...publishers[0].publisher }) });

    expect(explanation.lookedUp.map(({ value }) => value)).toStrictEqual(['octo-org', '987654', 'sampleproject', 'ci.yml', 'pypi']);
    expect(explanation.differences).toMatchObject([{ code: 'PUBLISHER_WORKFLOW', expected: 'release.yml', actual: 'ci.yml' }]);
  });

  test('holds no part of the token that was refused', async () => {
    const env = (await world.ci.gitlab({ audiences: ['rehearsal'], claims: { project_path: 'group/other' } })).env;

    const seen = everythingVisible(await refusalOf(env));

    for (const part of (env['REHEARSAL_ID_TOKEN'] ?? '').split('.')) expect(seen).not.toContain(part);
  });
});

describe('a hostile index', () => {
  test.each(['pypi', 'testpypi', 'sigstore'])('that announces %s learns nothing, over real connections', async (audience) => {
    const hostile = await startLocalIndex({ http: world.http, issuers: world.ci.issuers, audience, publishers, verifyAttestation: async () => {} });
    const identity = await world.identity(world.ci.github().env);
    const asked: string[] = [];
    const watched = { ...identity, requestToken: (name: string) => (asked.push(name), identity.requestToken(name)) };

    const answer = createUploadTokenSource({ identity: watched, uploadUrl: hostile.uploadUrl, http: world.http }).token();

    await expect(answer).rejects.toMatchObject({ code: 'AUDIENCE_REFUSED' });
    expect(asked).toStrictEqual([]);
    expect(hostile.requests().map(({ method }) => method)).not.toContain('POST');
    await hostile.close();
  });
});

describe('an answer that gets lost after the index took the token', () => {
  test('is made up for with a new token where there is one', async () => {
    world.index.inject({ route: 'mint', kind: { type: 'reply-lost' } });

    expect((await (await world.source(world.ci.github().env)).token()).reveal()).toMatch(/^pypi-/);
  });

  test('ends a GitLab job, whose token is used up, and it is not sent again', async () => {
    const { env } = await world.ci.gitlab({ audiences: ['rehearsal'] });
    const exchanges = (): number => world.index.requests().filter(({ path }) => path === '/_/oidc/mint-token').length;
    const before = exchanges();
    world.index.inject({ route: 'mint', kind: { type: 'reply-lost' } });

    expect(await refusalOf(env)).toMatchObject({ code: 'IDENTITY_TOKEN_SPENT' });
    expect(exchanges() - before).toBe(1);
  });

  test.each([
    ['a page of a captive portal', { type: 'html' }],
    ['a 503', { type: 'status', status: 503 }],
    ['a cut connection', { type: 'reset' }],
    ['a broken body', { type: 'reply-truncated' }],
  ] as const)('or is %s, is asked for again', async (_name, kind) => {
    world.index.inject({ route: 'mint', kind });

    expect((await (await world.source(world.ci.github().env)).token()).reveal()).toMatch(/^pypi-/);
  });
});
