import { startLocalCi, type LocalCi } from '@ropewalk/local-ci';
import { parseIdentityToken } from '@ropewalk/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatPublisher, kindOfToken, parsePublisher, publisherKinds, publisherOfToken, withWorkflow } from '../src/publisher.ts';

describe('reading and writing publishers', () => {
  test.each(['github:octo-org/sampleproject', 'gitlab:group/sub/project', 'google:a@p.iam.gserviceaccount.com'])('%s comes back as it was', (text) => {
    expect(formatPublisher(parsePublisher(text))).toBe(text);
  });

  test.each(['', 'octo-org/sampleproject', 'GitHub:o/r', 'circleci:x', undefined, null, 7, [], {}, { kind: 'CircleCI' }, { kind: 7 }, { kind: 'toString' }])('%j is of no kind known here', (input) => {
    expect(() => parsePublisher(input)).toThrow(expect.objectContaining({ code: 'PUBLISHER_KIND_UNKNOWN' }));
  });

  test('a known kind that is malformed is said to be so', () => {
    expect(() => parsePublisher('github:o')).toThrow(expect.objectContaining({ code: 'PUBLISHER_MALFORMED' }));
  });

  test('kinds of one’s own can be handed in', () => {
    const [github] = publisherKinds;
    if (github === undefined) throw new TypeError('no kinds');

    expect(() => parsePublisher('gitlab:g/p', [github])).toThrow(expect.objectContaining({ code: 'PUBLISHER_KIND_UNKNOWN' }));
    expect(() => formatPublisher({ kind: 'CircleCI' })).toThrow(expect.objectContaining({ code: 'PUBLISHER_KIND_UNKNOWN' }));
  });
});

describe('narrowing to a workflow', () => {
  test('names the member as the index does', () => {
    expect(withWorkflow(parsePublisher('github:o/r'), 'release.yml')).toStrictEqual({ kind: 'GitHub', repository: 'o/r', workflow: 'release.yml' });
    expect(withWorkflow(parsePublisher('gitlab:g/p'), 'ci/release.yml')).toStrictEqual({ kind: 'GitLab', repository: 'g/p', workflow_filepath: 'ci/release.yml' });
  });

  test.each([
    ['google:a@b.com', 'release.yml'],
    ['github:o/r', 'ci/release.yml'],
    ['github:o/r', ''],
    ['gitlab:g/p', '/release.yml'],
  ])('%s cannot be narrowed to %j', (publisher, workflow) => {
    expect(() => withWorkflow(parsePublisher(publisher), workflow)).toThrow(expect.objectContaining({ code: 'PUBLISHER_MALFORMED' }));
  });
});

describe('the publisher of a token', () => {
  let ci: LocalCi;
  beforeAll(async () => {
    ci = await startLocalCi();
  });
  afterAll(() => ci.close());

  test.each([
    ['github', { kind: 'GitHub', repository: 'octo-org/sampleproject', workflow: 'release.yml', environment: 'pypi' }],
    ['gitlab', { kind: 'GitLab', repository: 'group/subgroup/sampleproject', workflow_filepath: '.gitlab-ci.yml', environment: 'release' }],
    ['google', { kind: 'Google', email: 'publisher@sample-project.iam.gserviceaccount.com' }],
  ] as const)('of %s is recognised, by one kind', async (provider, publisher) => {
    const token = parseIdentityToken(await ci.issueToken(provider, { audience: 'sigstore' }), 'sigstore');

    expect(publisherOfToken(token)).toStrictEqual(publisher);
    expect(kindOfToken(token)?.kind).toBe(publisher.kind);
    expect(publisherKinds.filter((kind) => kind.recogniseToken(token) !== undefined)).toHaveLength(1);
  });

  test('of an unknown issuer is nobody', async () => {
    const token = parseIdentityToken(await ci.issueToken('github', { audience: 'x', claims: { iss: 'https://oidc.circleci.com' } }), 'x');

    expect(publisherOfToken(token)).toBeUndefined();
  });
});
