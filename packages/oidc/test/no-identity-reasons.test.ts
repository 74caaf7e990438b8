import { describe, expect, test } from 'vitest';
import { noIdentityReasons } from '../src/index.ts';

const productNameFile = '/no/such/file';

describe('where there is no identity', () => {
  test.each([
    ['CIRCLECI', 'CircleCI'],
    ['BUILDKITE', 'Buildkite'],
    ['TF_BUILD', 'Azure Pipelines'],
    ['BITBUCKET_BUILD_NUMBER', 'Bitbucket Pipelines'],
    ['JENKINS_URL', 'Jenkins'],
    ['FORGEJO_ACTIONS', 'Forgejo Actions'],
    ['GITEA_ACTIONS', 'Gitea Actions'],
    ['TRAVIS', 'Travis CI'],
    ['TEAMCITY_VERSION', 'TeamCity'],
  ])('%s is named as %s, with what is possible there', async (variable, name) => {
    const reasons = await noIdentityReasons({ env: { [variable]: '1' }, productNameFile });

    expect(reasons).toMatchObject([{ code: 'CI_UNSUPPORTED', ci: name, message: expect.stringContaining(name), remedy: expect.stringContaining('API token') }]);
  });

  test('a Google account that was passed over is reported, beside the CI', async () => {
    const reasons = await noIdentityReasons({ env: { JENKINS_URL: 'x', GCE_METADATA_HOST: 'x' }, productNameFile });

    expect(reasons.map(({ code }) => code)).toStrictEqual(['CI_UNSUPPORTED', 'GOOGLE_ACCOUNT_NOT_ALLOWED']);
  });

  test('a machine without CI is said to be one', async () => {
    expect(await noIdentityReasons({ env: {}, productNameFile })).toMatchObject([{ code: 'NOT_IN_CI' }]);
  });
});
