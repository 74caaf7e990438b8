import { describe, expect, test } from 'vitest';
import { readSettings } from '../src/settings.ts';

describe('where a release goes', () => {
  test('is PyPI and the public Sigstore when nobody says otherwise', async () => {
    const settings = await readSettings({ env: {} });

    expect(settings.repositoryUrl.href).toBe('https://upload.pypi.org/legacy/');
    expect(settings.sigstore).toBeUndefined();
  });

  test('options win over the environment', async () => {
    const settings = await readSettings({ repositoryUrl: 'https://one.example/', env: { ROPEWALK_REPOSITORY_URL: 'https://two.example/', ROPEWALK_AUDIENCE: 'two' } });

    expect(settings).toMatchObject({ repositoryUrl: new URL('https://one.example/'), audience: 'two' });
  });

  test('an empty variable counts as not set', async () => {
    const settings = await readSettings({ env: { ROPEWALK_REPOSITORY_URL: '', ROPEWALK_FULCIO_URL: '' } });

    expect(settings.repositoryUrl.href).toBe('https://upload.pypi.org/legacy/');
  });

  test('a user name and password in the address do not stay in it', async () => {
    const settings = await readSettings({ repositoryUrl: 'https://user:secret@index.example/legacy/', env: {} });

    expect(settings.repositoryUrl.href).toBe('https://index.example/legacy/');
    expect(settings.addressed.password).toBe('secret');
  });

  test.each(['not an address', 'ftp://index.example/', 'file:///etc/passwd'])('%s is refused', async (repositoryUrl) => {
    await expect(readSettings({ repositoryUrl, env: {} })).rejects.toMatchObject({ code: 'CONFIGURATION_CONFLICT' });
  });

  test('a trusted root that is not there is an error of its own', async () => {
    const env = { ROPEWALK_FULCIO_URL: 'https://f.example', ROPEWALK_REKOR_URL: 'https://r.example', ROPEWALK_TRUSTED_ROOT: '/nowhere/root.json' };

    await expect(readSettings({ env })).rejects.toMatchObject({ code: 'TRUSTED_ROOT_UNREADABLE' });
  });
});
