import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('neither the publishers nor a look for the CI load an HTTP client', async () => {
  const script = `
    import { registerHooks } from 'node:module';
    registerHooks({ load: (url, context, next) => { if (/undici|\\/http\\/dist/.test(url)) console.log('loaded ' + url); return next(url, context); } });
    const { anyCi } = await import('@ropewalk/oidc');
    await import('@ropewalk/oidc/publisher');
    await anyCi({ env: {} }).detect();
    await anyCi({ env: { GITHUB_ACTIONS: 'true', ACTIONS_ID_TOKEN_REQUEST_URL: 'https://x', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x' } }).detect();
  `;

  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd: fileURLToPath(new URL('..', import.meta.url)) });

  expect(stdout).toBe('');
});
