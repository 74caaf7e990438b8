import { describe, expect, test } from 'vitest';
import { resolveCredential } from '../src/index.ts';
import { pypiToken, testPyPIToken } from './tokens.ts';

const request = { repositoryUrl: new URL('https://index.example/legacy/'), env: {} };

describe('a token that is not whole', () => {
  test.each([`'${pypiToken}'`, `token ${pypiToken}`, `${testPyPIToken}"`, pypiToken.slice('pypi-'.length), `${pypiToken}%`])('goes to no other index than its own: %#', async (token) => {
    await expect(resolveCredential({ ...request, token })).rejects.toMatchObject({ code: 'CREDENTIAL_FOR_OTHER_INDEX' });
    await expect(resolveCredential({ ...request, username: 'me', password: token })).rejects.toMatchObject({ code: 'CREDENTIAL_FOR_OTHER_INDEX' });
  });

  test('nor to its own, where it is of no use', async () => {
    await expect(resolveCredential({ ...request, repositoryUrl: new URL('https://upload.pypi.org/legacy/'), token: `"${pypiToken}"` })).rejects.toMatchObject({ code: 'CREDENTIAL_UNUSABLE' });
  });

  test.each(['AgEIcHl', 'Agamemnon-and-Clytemnestra', 'pypi-of-our-company-Ag1234567890123456'])('a password that only begins like one is a password: %s', async (password) => {
    expect(await resolveCredential({ ...request, username: 'me', password })).toMatchObject({ kind: 'password' });
  });
});
