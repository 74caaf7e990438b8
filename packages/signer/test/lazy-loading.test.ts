import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('costs a program that does not sign neither the signing library nor an HTTP client', async () => {
  const script = `
    import { createRequire } from 'node:module';
    await import('@ropewalk/signer');
    const loaded = Object.keys(createRequire(process.cwd() + '/').cache);
    console.log(loaded.length > 0, loaded.some((path) => /@sigstore.sign|make-fetch-happen|.undici./.test(path)));
  `;
  const cwd = fileURLToPath(new URL('..', import.meta.url));

  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd });

  expect(stdout.trim()).toBe('true false');
});
