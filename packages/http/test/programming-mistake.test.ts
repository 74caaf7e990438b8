import { afterAll, describe, expect, test } from 'vitest';
import { connectionFailure } from '../src/http-failure.ts';
import { createHttpClient } from '../src/index.ts';
import { startServer } from './loopback-server.ts';

const http = createHttpClient({ env: {}, sleep: async () => undefined });
afterAll(() => http.close());

describe('a mistake in code', () => {
  test('while a request is sent is thrown as it is, and the request is not made again', async () => {
    const server = await startServer((_request, response) => void response.end());
    let tries = 0;
    const headers = {
      get accept(): string {
        tries += 1;
        return (undefined as unknown as () => string)();
      },
    };

    await expect(http.request({ url: server.url, headers, retries: 3 })).rejects.toThrow(TypeError);

    expect(tries).toBe(1);
    expect(server.requests).toHaveLength(0);
  });

  test.each([new TypeError('x is not a function'), new ReferenceError('x is not defined'), new RangeError('Invalid array length')])('(%s) is no trouble of the network', (mistake) => {
    expect(() => connectionFailure('GET a.example/', mistake)).toThrow(mistake);
  });
});

describe('what undici and Node throw in these classes for the network', () => {
  test.each([
    new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }),
    new TypeError('terminated', { cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }) }),
    Object.assign(new RangeError('Port should be >= 0 and < 65536'), { code: 'ERR_SOCKET_BAD_PORT' }),
    Object.assign(new TypeError('Invalid IP address'), { code: 'ERR_INVALID_IP_ADDRESS' }),
    new Error('socket hang up'),
  ])('(%s) is a failure of the connection', (error) => {
    expect(connectionFailure('GET a.example/', error)).toMatchObject({ code: 'HTTP_UNREACHABLE', cause: error });
  });
});
