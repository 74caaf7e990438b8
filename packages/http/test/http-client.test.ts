import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { HttpError, isCodedError } from '@ropewalk/core';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { forbidUnsafeUrl } from '../src/forbid.ts';
import { createHttpClient } from '../src/index.ts';
import { bodyOf, startServer } from './loopback-server.ts';

const http = createHttpClient({ sleep: async () => undefined, env: {} });
afterAll(() => http.close());

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(() => undefined, (reason: unknown) => reason);
  if (!isCodedError(error)) throw new Error(`no coded error, but ${String(error)}`);
  return error.code;
}

describe('a request', () => {
  test('brings the status, reason phrase, headers and body', async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(409, 'already there', { 'X-Two': ['a', 'b'], 'content-type': 'application/json' });
      response.end('{"message":"é"}');
    });

    const response = await http.request({ url: server.url });

    expect(response.status).toBe(409);
    expect(response.statusText).toBe('already there');
    expect(response.headers['x-two']).toBe('a, b');
    expect(response.json()).toEqual({ message: 'é' });
    expect(response.text()).toBe('{"message":"é"}');
  });

  test('streams a body with its length stated, not in chunks', async () => {
    const server = await startServer((request, response) => {
      void bodyOf(request).then((body) => response.end(`${body.length} ${request.headers['content-length']} ${request.headers['transfer-encoding']}`));
    });

    const response = await http.request({
      url: server.url,
      method: 'POST',
      body: {
        lengthBytes: 300_000,
        async *chunks() {
          for (let count = 0; count < 3; count += 1) yield Buffer.alloc(100_000, count);
        },
      },
    });

    expect(response.text()).toBe('300000 300000 undefined');
  });

  test('says who it is', async () => {
    const server = await startServer((request, response) => response.end(request.headers['user-agent']));
    const named = createHttpClient({ userAgent: 'ropewalk/1.2.3' });
    onTestFinished(() => named.close());

    const response = await named.request({ url: server.url });

    expect(response.text()).toBe('ropewalk/1.2.3');
  });

  test('passes on what the body of the caller throws, unchanged', async () => {
    const server = await startServer((request, response) => request.resume().on('end', () => response.end()));
    const own = new Error('mine');

    const request = http.request({
      url: server.url,
      method: 'POST',
      retries: 3,
      body: {
        lengthBytes: 10,
        async *chunks() {
          yield Buffer.alloc(5);
          throw own;
        },
      },
    });

    await expect(request).rejects.toBe(own);
  });

  test('fails rather than send another length than stated', async () => {
    const server = await startServer((request, response) => request.resume().on('end', () => response.end()));
    const body = {
      lengthBytes: 10,
      async *chunks() {
        yield Buffer.alloc(5);
      },
    };

    expect(await codeOf(http.request({ url: server.url, method: 'POST', body }))).toBe('HTTP_UNREACHABLE');
  });

  test('takes an answer that comes before the body was sent', async () => {
    const server = await startServer((_request, response) => {
      response.writeHead(403).end('no');
    });
    let isClosed = false;
    const body = {
      lengthBytes: 64 * 1024 * 1024,
      async *chunks() {
        try {
          for (let count = 0; count < 64; count += 1) yield Buffer.alloc(1024 * 1024);
        } finally {
          isClosed = true;
        }
      },
    };

    const response = await http.request({ url: server.url, method: 'POST', body });

    expect(response.status).toBe(403);
    await expect.poll(() => isClosed).toBe(true);
  });

  test('asks for packed answers and unpacks them, within the size limit', async () => {
    const server = await startServer((request, response) => {
      const packed = gzipSync(Buffer.alloc(100_000, 'a'));
      response.writeHead(200, { 'content-encoding': request.url === '/odd' ? 'br' : 'gzip', asked: request.headers['accept-encoding'] ?? '' });
      response.end(request.url === '/cut' ? packed.subarray(0, 20) : packed);
    });

    const response = await http.request({ url: server.url });

    expect(response.text()).toBe('a'.repeat(100_000));
    expect(response.headers['asked']).toBe('gzip');
    expect(await codeOf(http.request({ url: server.url, maxBytes: 99_999 }))).toBe('HTTP_TOO_LARGE');
    expect(await codeOf(http.request({ url: new URL('/odd', server.url) }))).toBe('HTTP_UNEXPECTED_BODY');
    expect(await codeOf(http.request({ url: new URL('/cut', server.url) }))).toBe('HTTP_UNEXPECTED_BODY');
  });

  test('says that HTML is not JSON, without quoting it', async () => {
    const server = await startServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>secret-word'));

    const response = await http.request({ url: server.url });

    expect(() => response.json()).toThrow(expect.objectContaining({ code: 'HTTP_UNEXPECTED_BODY' }));
    expect(() => response.json()).not.toThrow(/secret-word/);
  });
});

describe('limits', () => {
  test('ends an attempt exactly at its deadline, before and after the head', async () => {
    const silent = await startServer(() => undefined);
    const slow = await startServer((_request, response) => {
      response.writeHead(200);
      response.write('a');
    });

    for (const { url } of [silent, slow]) {
      const startedAt = performance.now();
      expect(await codeOf(http.request({ url, timeoutMs: 150, retries: 0 }))).toBe('HTTP_TIMEOUT');
      expect(performance.now() - startedAt).toBeLessThan(5000);
    }
  });

  test('refuses an answer over the size limit, stated or not', async () => {
    const stated = await startServer((_request, response) => response.writeHead(200, { 'content-length': '2000' }).end(Buffer.alloc(2000)));
    const unstated = await startServer((_request, response) => {
      response.write(Buffer.alloc(1000));
      response.end(Buffer.alloc(1000));
    });

    expect(await codeOf(http.request({ url: stated.url, maxBytes: 1999 }))).toBe('HTTP_TOO_LARGE');
    expect(await codeOf(http.request({ url: unstated.url, maxBytes: 1999 }))).toBe('HTTP_TOO_LARGE');
    expect((await http.request({ url: stated.url, maxBytes: 2000 })).body.byteLength).toBe(2000);
    expect(stated.requests).toHaveLength(2);
  });

  test('ends when the caller aborts, and is not tried again', async () => {
    const server = await startServer(() => undefined);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);

    expect(await codeOf(http.request({ url: server.url, signal: controller.signal }))).toBe('HTTP_ABORTED');
    expect(server.requests).toHaveLength(1);
  });

  test('names no query, header or body in an error', async () => {
    const request = http.request({
      url: new URL('http://127.0.0.1:1/path?token=hunter2'),
      headers: { authorization: 'Bearer hunter2' },
      method: 'POST',
      body: 'hunter2',
    });

    const error: unknown = await request.catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(HttpError);
    expect(String(error)).toContain('POST 127.0.0.1:1/path');
    expect(JSON.stringify([String(error), Object.entries(error as HttpError), String((error as HttpError).cause)])).not.toContain('hunter2');
  });
});

describe('retries', () => {
  test('asks again after 503 until an answer comes', async () => {
    let count = 0;
    const server = await startServer((_request, response) => {
      count += 1;
      response.writeHead(count < 3 ? 503 : 200).end(String(count));
    });

    expect((await http.request({ url: server.url })).text()).toBe('3');
  });

  test('hands back the last answer when the retries are used up', async () => {
    const server = await startServer((_request, response) => response.writeHead(502).end('bad'));

    const response = await http.request({ url: server.url, retries: 1 });

    expect(response.status).toBe(502);
    expect(response.text()).toBe('bad');
    expect(server.requests).toHaveLength(2);
  });

  test('does not repeat a POST unasked, and repeats the whole body when asked', async () => {
    const bodies: string[] = [];
    const server = await startServer((request, response) => {
      void bodyOf(request).then((body) => {
        bodies.push(body.toString());
        response.writeHead(500).end();
      });
    });
    const body = {
      lengthBytes: 6,
      async *chunks() {
        yield Buffer.from('abc');
        yield Buffer.from('def');
      },
    };

    await http.request({ url: server.url, method: 'POST', body });
    await http.request({ url: server.url, method: 'POST', body, retries: 1 });

    expect(bodies).toEqual(['abcdef', 'abcdef', 'abcdef']);
  });

  test('asks again when the connection breaks within the answer', async () => {
    let count = 0;
    const server = await startServer((_request, response) => {
      count += 1;
      response.writeHead(200, { 'content-length': '10' });
      if (count === 1) response.write('abc', () => response.destroy());
      else response.end('abcdefghij');
    });

    expect((await http.request({ url: server.url })).text()).toBe('abcdefghij');
  });

  test('closes an unread answer before it asks again', async () => {
    let closed = 0;
    const server = await startServer((_request, response) => {
      response.on('close', () => {
        closed += 1;
      });
      response.writeHead(503).write('this never ends');
    });

    const response = await http.stream({ url: server.url, retries: 1 });

    await expect.poll(() => closed).toBe(1);
    for await (const _chunk of response.chunks) break;
  });

  test('waits as long as Retry-After says, but not longer than its own limit', async () => {
    const pauses: number[] = [];
    const patient = createHttpClient({
      random: () => 0,
      maxPauseMs: 10_000,
      sleep: async (milliseconds) => {
        pauses.push(milliseconds);
      },
    });
    onTestFinished(() => patient.close());
    const answers = ['7', '86400', undefined];
    const server = await startServer((_request, response) => {
      const value = answers.shift();
      response.writeHead(429, value === undefined ? {} : { 'retry-after': value }).end();
    });

    await patient.request({ url: server.url, retries: 3 });

    expect(pauses).toEqual([7000, 10_000, 1000]);
  });

  test('does not repeat a request that is too large or forbidden', async () => {
    const server = await startServer((_request, response) => response.end('abc'));

    expect(await codeOf(http.request({ url: server.url, maxBytes: 1, retries: 5 }))).toBe('HTTP_TOO_LARGE');
    expect(server.requests).toHaveLength(1);
  });
});

describe('redirects', () => {
  test('are answers unless they are asked to be followed', async () => {
    const server = await startServer((_request, response) => response.writeHead(302, { location: '/next' }).end());

    expect((await http.request({ url: server.url })).status).toBe(302);
  });

  test('are followed within the origin, so many times and no more', async () => {
    const server = await startServer((request, response) => {
      if (request.url === '/end') response.end('there');
      else response.writeHead(308, { location: request.url === '/' ? '/1' : '/end' }).end();
    });

    const followed = await http.request({ url: server.url, redirects: 2 });
    const stopped = await http.request({ url: server.url, redirects: 1 });

    expect(followed.text()).toBe('there');
    expect(followed.url.pathname).toBe('/end');
    expect(stopped.status).toBe(308);
  });

  test('are never followed to another origin, nor for POST', async () => {
    const other = await startServer((_request, response) => response.end('other'));
    const server = await startServer((_request, response) => response.writeHead(307, { location: other.url.href }).end());
    const own = await startServer((_request, response) => response.writeHead(307, { location: '/next' }).end());

    expect((await http.request({ url: server.url, redirects: 5, headers: { authorization: 'Basic eDp5' } })).status).toBe(307);
    expect((await http.request({ url: own.url, redirects: 5, method: 'POST', body: 'x' })).status).toBe(307);
    expect(other.requests).toHaveLength(0);
    expect(own.requests).toHaveLength(1);
  });

  test('end at the limit when they go in a circle', async () => {
    const server = await startServer((_request, response) => response.writeHead(302, { location: '/' }).end());

    expect((await http.request({ url: server.url, redirects: 4 })).status).toBe(302);
    expect(server.requests).toHaveLength(5);
  });
});

describe('a streamed answer', () => {
  test('arrives piece by piece, also when it takes longer than the deadline of an attempt', async () => {
    const server = await startServer((_request, response) => {
      response.write('a');
      setTimeout(() => response.end('b'), 2000);
    });

    const response = await http.stream({ url: server.url, timeoutMs: 1500 });
    let text = '';
    for await (const chunk of response.chunks) text += Buffer.from(chunk).toString();

    expect(text).toBe('ab');
  });

  test('arrives as it is, never unpacked', async () => {
    const packed = gzipSync('a tar archive');
    const server = await startServer((request, response) => response.writeHead(200, { 'content-encoding': 'gzip', asked: request.headers['accept-encoding'] ?? '' }).end(packed));

    const response = await http.stream({ url: server.url });
    const parts: Uint8Array[] = [];
    for await (const part of response.chunks) parts.push(part);

    expect(Buffer.compare(Buffer.concat(parts), packed)).toBe(0);
    expect(response.headers['asked']).toBe('identity');
  });

  test('fails when it stalls, breaks off or grows too large', async () => {
    const impatient = createHttpClient({ stallMs: 500 });
    onTestFinished(() => impatient.close());
    const read = async (url: URL, maxBytes = 100): Promise<void> => {
      const response = await impatient.stream({ url, maxBytes });
      for await (const _chunk of response.chunks);
    };
    const stalling = await startServer((_request, response) => void response.write('a'));
    const breaking = await startServer((_request, response) => void response.write('a', () => response.destroy()));
    const growing = await startServer((_request, response) => void response.end(Buffer.alloc(101)));

    expect(await codeOf(read(stalling.url))).toBe('HTTP_TIMEOUT');
    expect(await codeOf(read(breaking.url))).toBe('HTTP_UNREACHABLE');
    expect(await codeOf(read(growing.url))).toBe('HTTP_TOO_LARGE');
  });

  test('does not count the time of its reader as a stall', async () => {
    const impatient = createHttpClient({ stallMs: 500 });
    onTestFinished(() => impatient.close());
    const server = await startServer((_request, response) => void response.end(Buffer.alloc(300_000)));

    const response = await impatient.stream({ url: server.url });
    let received = 0;
    for await (const chunk of response.chunks) {
      if (received === 0) await new Promise((resolve) => setTimeout(resolve, 1200));
      received += chunk.byteLength;
    }

    expect(received).toBe(300_000);
  });

  test('is closed when its reader leaves early', async () => {
    let isClosed = false;
    const server = await startServer((_request, response) => {
      response.write('a');
      response.on('close', () => {
        isClosed = true;
      });
    });

    const response = await http.stream({ url: server.url });
    for await (const _chunk of response.chunks) break;

    await expect.poll(() => isClosed).toBe(true);
  });
});

describe('addresses', () => {
  test('plain http is refused off loopback, before anything is sent', async () => {
    expect(await codeOf(http.request({ url: new URL('http://example.org/') }))).toBe('HTTP_FORBIDDEN_URL');
    expect(await codeOf(http.request({ url: new URL('ftp://127.0.0.1/') }))).toBe('HTTP_FORBIDDEN_URL');
    expect(await codeOf(http.request({ url: new URL('http://127.0.0.1.example.org/') }))).toBe('HTTP_FORBIDDEN_URL');
  });

  test('plain http may go to loopback and the metadata server', () => {
    for (const address of ['http://127.0.0.1:8080/', 'http://metadata.google.internal/', 'http://169.254.169.254/', 'http://metadata/']) {
      expect(() => forbidUnsafeUrl(new URL(address), { loopbackOnly: false })).not.toThrow();
    }
  });

  test('a client for a rehearsal asks loopback only and no proxy', async () => {
    const server = await startServer((_request, response) => response.end('here'));
    const world = createHttpClient({ loopbackOnly: true, env: { HTTP_PROXY: 'http://127.0.0.1:1', ALL_PROXY: 'http://127.0.0.1:1' } });
    onTestFinished(() => world.close());

    expect((await world.request({ url: server.url })).text()).toBe('here');
    for (const address of ['https://pypi.org/', 'http://169.254.169.254/', 'http://metadata/', 'https://10.0.0.1/']) {
      expect(await codeOf(world.request({ url: new URL(address) }))).toBe('HTTP_FORBIDDEN_URL');
    }
  });

  test('https goes through the proxy of the environment, which sees only where it goes', async () => {
    const seen: string[] = [];
    const proxy = createTcpServer((socket: Socket) => {
      socket.once('data', (data) => {
        seen.push(data.toString('latin1'));
        socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const behind = createHttpClient({ env: { HTTPS_PROXY: `http://user:word@127.0.0.1:${port}` } });
    onTestFinished(() => behind.close());

    const error: unknown = await behind
      .request({ url: new URL('https://index.invalid/legacy/'), headers: { authorization: 'Basic c2VjcmV0' }, retries: 0 })
      .catch((reason: unknown) => reason);

    expect(error).toMatchObject({ code: 'HTTP_UNREACHABLE' });
    expect(String(error)).not.toContain('word');
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatch(/^CONNECT index\.invalid:443 /);
    expect(seen[0]).not.toContain('c2VjcmV0');
  });
});
