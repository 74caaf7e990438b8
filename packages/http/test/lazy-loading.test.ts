import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = `
  import { createRequire } from 'node:module';
  import { createServer } from 'node:http';
  const undici = () => Object.keys(createRequire(process.cwd() + '/').cache).filter((path) => /.undici./.test(path));
  const { createHttpClient } = await import('@ropewalk/http');
  const client = createHttpClient({ loopbackOnly: true });
  const before = undici().length;
  const server = createServer((_, response) => response.end('hello'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const response = await client.request({ url: new URL('http://127.0.0.1:' + server.address().port) });
  await client.close();
  server.close();
  console.log(before, response.text(), undici().length > 0, undici().filter((path) => /lib.(?:web|mock|cache)./.test(path)).length);
`;

test('loads nothing of undici before the first request, and then neither fetch nor WebSocket, caches and mocks', async () => {
  const cwd = fileURLToPath(new URL('..', import.meta.url));

  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], { cwd });

  expect(stdout.trim()).toBe('0 hello true 0');
});
