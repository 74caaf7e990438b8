import type { HttpClient } from '@ropewalk/core';
import { startLocalCi, type LocalCi } from '@ropewalk/local-ci';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anyCi, ciProviders, namedCi } from '../src/index.ts';
import { errorOf } from './leaks.ts';

let ci: LocalCi;
beforeAll(async () => {
  ci = await startLocalCi();
});
afterAll(() => ci.close());

/** Fails whoever asks the network. */
const noNetwork: HttpClient = {
  request: () => Promise.reject(new TypeError('nobody was to be asked')),
  stream: () => Promise.reject(new TypeError('nobody was to be asked')),
  close: async () => {},
};

describe('any CI', () => {
  test('finds each provider by its environment, without a request', async () => {
    const environments = [ci.github().env, (await ci.gitlab()).env, (await ci.google()).env];

    const found = await Promise.all(environments.map((env) => anyCi({ env, http: noNetwork, allowGoogle: true }).detect()));

    expect(found.map((identity) => identity?.provider)).toStrictEqual(['github', 'gitlab', 'google']);
  });

  test('gets a token with a client of its own where none is given', async () => {
    const identity = await anyCi({ env: ci.github().env }).detect();

    expect(await identity?.requestToken('sigstore')).toMatchObject({ audience: 'sigstore' });
  });

  test('answers nothing where there is no CI, and passes over a Google account that nobody allowed', async () => {
    expect(await anyCi({ env: {}, http: noNetwork }).detect()).toBeUndefined();
    expect(await anyCi({ env: (await ci.google()).env, http: noNetwork }).detect()).toBeUndefined();
  });

  test('stops at a CI that is there but broken, instead of going on to the next', async () => {
    const { env } = await ci.gitlab();

    expect(await errorOf(anyCi({ env: { ...env, GITHUB_ACTIONS: 'true' }, http: noNetwork }).detect())).toMatchObject({ code: 'IDENTITY_PERMISSION_MISSING' });
  });

  test('names its audiences in the advice for GitLab', async () => {
    const error = await errorOf(anyCi({ env: { GITLAB_CI: 'true' }, http: noNetwork, audiences: ['sigstore', 'testpypi'] }).detect());

    expect(error).toMatchObject({ remedy: expect.stringContaining('TESTPYPI_ID_TOKEN') });
  });
});

describe('a provider by its name', () => {
  test('is the one that is asked, also where another would be found first', async () => {
    const env = { ...ci.github().env, ...(await ci.gitlab()).env };

    expect(await namedCi('gitlab', { env, http: noNetwork }).detect()).toMatchObject({ provider: 'gitlab' });
  });

  test('allows the Google account by being named', async () => {
    expect(await namedCi('google', { env: (await ci.google()).env, http: noNetwork }).detect()).toMatchObject({ provider: 'google' });
  });

  test.each(['github', 'gitlab'])('%s fails outside its CI instead of answering nothing', async (name) => {
    expect(await errorOf(namedCi(name, { env: {}, http: noNetwork }).detect())).toMatchObject({ code: 'IDENTITY_NOT_FOUND' });
  });

  test('that does not exist is refused with those that do', () => {
    expect(() => namedCi('circleci', { env: {} })).toThrow(expect.objectContaining({ code: 'IDENTITY_NOT_FOUND', remedy: 'Use one of github, gitlab, google.' }));
    expect(ciProviders({ env: {} }).map(({ name }) => name)).toStrictEqual(['github', 'gitlab', 'google']);
  });
});
