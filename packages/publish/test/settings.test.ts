import { describe, expect, test } from 'vitest';
import { createHttpClient } from '@ropewalk/http';
import { readSettings } from '../src/settings.ts';

const http = createHttpClient({ loopbackOnly: true });

describe('where a release goes', () => {
  test('is PyPI and the public Sigstore when nobody says otherwise', async () => {
    const { destinations, sigstore } = await readSettings({ env: {} }, http);

    expect(destinations.map(({ repositoryUrl }) => repositoryUrl.href)).toEqual(['https://upload.pypi.org/legacy/']);
    expect(sigstore).toBeUndefined();
  });

  test('options win over the environment', async () => {
    const { destinations } = await readSettings({ repositoryUrl: 'https://one.example/', env: { ROPEWALK_REPOSITORY_URL: 'https://two.example/', ROPEWALK_AUDIENCE: 'two' } }, http);

    expect(destinations).toMatchObject([{ repositoryUrl: new URL('https://one.example/'), audience: 'two' }]);
  });

  test('an empty variable counts as not set', async () => {
    const { destinations, sigstore } = await readSettings({ env: { ROPEWALK_REPOSITORY_URL: '', ROPEWALK_FULCIO_URL: '' } }, http);

    expect(destinations[0]?.repositoryUrl.href).toBe('https://upload.pypi.org/legacy/');
    expect(sigstore).toBeUndefined();
  });

  test('a user name and password in the address do not stay in it', async () => {
    const { destinations } = await readSettings({ repositoryUrl: 'https://user:secret@index.example/legacy/', env: {} }, http);

    expect(destinations[0]?.repositoryUrl.href).toBe('https://index.example/legacy/');
    expect(destinations[0]?.addressed.password).toBe('secret');
  });

  test.each(['not an address', 'ftp://index.example/', 'file:///etc/passwd'])('%s is refused', async (repositoryUrl) => {
    await expect(readSettings({ repositoryUrl, env: {} }, http)).rejects.toMatchObject({ code: 'CONFIGURATION_CONFLICT' });
  });

  test('several indexes come in the order given, and none twice', async () => {
    const [one, two] = [{ repositoryUrl: 'https://one.example/' }, { repositoryUrl: 'https://two.example/' }];

    expect((await readSettings({ destinations: [two, one], env: {} }, http)).destinations.map(({ repositoryUrl }) => repositoryUrl.host)).toEqual(['two.example', 'one.example']);
    await expect(readSettings({ destinations: [one, one], env: {} }, http)).rejects.toMatchObject({ code: 'CONFIGURATION_CONFLICT' });
    await expect(readSettings({ destinations: [one], repositoryUrl: 'https://two.example/', env: {} }, http)).rejects.toMatchObject({ code: 'CONFIGURATION_CONFLICT' });
  });
});
