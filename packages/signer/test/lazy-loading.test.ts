import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('takes its builder of bundles alone out of the signing library: neither its HTTP client nor another one is loaded', async () => {
  const script = `
    import { createRequire } from 'node:module';
    await import('@ropewalk/signer');
    const loaded = Object.keys(createRequire(process.cwd() + '/').cache);
    console.log(loaded.some((path) => /@sigstore.sign/.test(path)), loaded.some((path) => /make-fetch-happen|.undici./.test(path)));
  `;
  const cwd = fileURLToPath(new URL('..', import.meta.url));

  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd });

  expect(stdout.trim()).toBe('true false');
});
