import { startLocalCi, type LocalCi } from '@ropewalk/local-ci';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gitlabIdentity, variableFor } from '../src/index.ts';
import { errorOf, everythingVisible } from './leaks.ts';

let ci: LocalCi;
beforeAll(async () => {
  ci = await startLocalCi();
});
afterAll(() => ci.close());

describe('finding the identity', () => {
  test('answers nothing outside GitLab CI', async () => {
    expect(await gitlabIdentity({ env: { PYPI_ID_TOKEN: 'x' } }).detect()).toBeUndefined();
  });

  test('gives the lines for every audience of the release when the job declares no tokens', async () => {
    const error = await errorOf(gitlabIdentity({ env: { GITLAB_CI: 'true' }, audiences: ['sigstore', 'testpypi'] }).detect());

    expect(error).toMatchObject({
      code: 'IDENTITY_PERMISSION_MISSING',
      remedy: ['Add these lines to the job that publishes:', '    id_tokens:', '      SIGSTORE_ID_TOKEN:', '        aud: sigstore', '      TESTPYPI_ID_TOKEN:', '        aud: testpypi'].join('\n'),
    });
  });
});

test('an audience that the release will need is missed at once, not after everything is signed', async () => {
  const { env } = await ci.gitlab({ audiences: ['sigstore'] });

  expect(await errorOf(gitlabIdentity({ env, audiences: ['sigstore', 'testpypi'] }).detect())).toMatchObject({
    code: 'IDENTITY_PERMISSION_MISSING',
    message: expect.stringContaining('TESTPYPI_ID_TOKEN'),
  });
  expect(await gitlabIdentity({ env, audiences: ['sigstore'] }).detect()).toMatchObject({ provider: 'gitlab' });
});

describe('asking for a token', () => {
  test('takes each audience from its own variable', async () => {
    const { env } = await ci.gitlab({ audiences: ['sigstore', 'pypi'], claims: { project_path: 'g/p' } });
    const identity = await gitlabIdentity({ env }).detect();

    const tokens = [await identity?.requestToken('sigstore'), await identity?.requestToken('pypi')];

    expect(tokens.map((token) => [token?.audience, token?.claims['project_path']])).toStrictEqual([['sigstore', 'g/p'], ['pypi', 'g/p']]);
  });

  test('names the variable that is missing, and the lines for all audiences', async () => {
    const { env } = await ci.gitlab({ audiences: ['sigstore'] });
    const identity = await gitlabIdentity({ env }).detect();

    const error = await errorOf(identity?.requestToken('https://index.example.com') ?? Promise.resolve());

    expect(error).toMatchObject({ code: 'IDENTITY_PERMISSION_MISSING', message: expect.stringContaining('HTTPS___INDEX_EXAMPLE_COM_ID_TOKEN') });
    expect(error).toMatchObject({ remedy: expect.stringMatching(/SIGSTORE_ID_TOKEN[^]*PYPI_ID_TOKEN[^]*aud: "https:\/\/index\.example\.com"/) });
  });

  test('refuses a token that was declared for another audience', async () => {
    const { env } = await ci.gitlab({ audiences: ['testpypi'] });
    const identity = await gitlabIdentity({ env: { ...env, PYPI_ID_TOKEN: env['TESTPYPI_ID_TOKEN'] } }).detect();

    const error = await errorOf(identity?.requestToken('pypi') ?? Promise.resolve());

    expect(error).toMatchObject({ code: 'IDENTITY_TOKEN_MISMATCH' });
    expect(everythingVisible(error)).not.toContain(env['TESTPYPI_ID_TOKEN']);
  });

  test('keeps a token that is none out of its error', async () => {
    const secret = 'glpat-secret-that-is-no-jwt';
    const identity = await gitlabIdentity({ env: { GITLAB_CI: 'true', PYPI_ID_TOKEN: secret } }).detect();

    const error = await errorOf(identity?.requestToken('pypi') ?? Promise.resolve());

    expect(error).toMatchObject({ code: 'IDENTITY_TOKEN_MALFORMED' });
    expect(everythingVisible(error)).not.toContain(secret);
    expect(everythingVisible(identity)).not.toContain(secret);
  });

  test('works for a self-managed instance, whose issuer is another', async () => {
    const own = await startLocalCi({ gitlabIssuer: 'https://gitlab.example.com' });
    const identity = await gitlabIdentity({ env: (await own.gitlab()).env }).detect();

    const token = await identity?.requestToken('pypi');

    expect(token).toMatchObject({ issuer: 'https://gitlab.example.com', claims: { ci_config_ref_uri: expect.stringMatching(/^gitlab\.example\.com\//) } });
    await own.close();
  });
});

test.each([
  ['pypi', 'PYPI_ID_TOKEN'],
  ['testpypi', 'TESTPYPI_ID_TOKEN'],
  ['sigstore', 'SIGSTORE_ID_TOKEN'],
  ['http://test.audience', 'HTTP___TEST_AUDIENCE_ID_TOKEN'],
  ['1-index', '__INDEX_ID_TOKEN'],
  ['ä', '__ID_TOKEN'],
])('the variable for %s is %s', (audience, variable) => {
  expect(variableFor(audience)).toBe(variable);
});
