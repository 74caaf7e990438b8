import { describe, expect, test } from 'vitest';
import { proxyFor } from '../src/index.ts';

function proxy(url: string, env: Record<string, string>): string | undefined {
  return proxyFor(new URL(url), env)?.href;
}

describe('the proxy for a URL', () => {
  test('comes from HTTPS_PROXY, lower case first, then ALL_PROXY', () => {
    expect(proxy('https://pypi.org/', { HTTPS_PROXY: 'http://big:3128', https_proxy: 'http://small:3128' })).toBe('http://small:3128/');
    expect(proxy('https://pypi.org/', { ALL_PROXY: 'proxy:3128' })).toBe('http://proxy:3128/');
    expect(proxy('https://pypi.org/', { HTTP_PROXY: 'http://plain:3128' })).toBeUndefined();
    expect(proxy('https://pypi.org/', { HTTPS_PROXY: ' ' })).toBeUndefined();
  });

  test('is never used for loopback and the metadata server', () => {
    const env = { HTTP_PROXY: 'http://proxy:1', HTTPS_PROXY: 'http://proxy:1', ALL_PROXY: 'http://proxy:1' };

    for (const url of ['http://localhost:8080/', 'http://127.9.9.9/', 'http://[::1]/', 'https://a.localhost/', 'http://metadata.google.internal/', 'http://169.254.169.254/']) {
      expect(proxy(url, env)).toBeUndefined();
    }
  });

  test('is not used for what NO_PROXY excepts: names, suffixes, ports, addresses, networks', () => {
    const excepted = (url: string, list: string): boolean => proxy(url, { HTTPS_PROXY: 'http://proxy:1', NO_PROXY: list }) === undefined;

    expect(excepted('https://pypi.org/', 'pypi.org')).toBe(true);
    expect(excepted('https://test.pypi.org/', 'pypi.org')).toBe(true);
    expect(excepted('https://test.pypi.org/', '.pypi.org, other')).toBe(true);
    expect(excepted('https://test.pypi.org/', '*.pypi.org')).toBe(true);
    expect(excepted('https://notpypi.org/', 'pypi.org')).toBe(false);
    expect(excepted('https://pypi.org/', 'PYPI.ORG:443')).toBe(true);
    expect(excepted('https://pypi.org:8443/', 'pypi.org:443')).toBe(false);
    expect(excepted('https://10.1.2.3/', '10.0.0.0/8')).toBe(true);
    expect(excepted('https://11.1.2.3/', '10.0.0.0/8')).toBe(false);
    expect(excepted('https://[fd00::1]/', 'fd00::/8')).toBe(true);
    expect(excepted('https://10.1.2.3/', '2.3')).toBe(false);
    expect(excepted('https://10.1.2.3/', '10.0.0.0/99')).toBe(false);
    expect(excepted('https://pypi.org/', '*')).toBe(true);
  });

  test('must be an http or https URL, and the error does not repeat it', () => {
    expect(() => proxy('https://pypi.org/', { HTTPS_PROXY: 'socks5://user:word@proxy:1080' })).toThrow(
      expect.objectContaining({ code: 'HTTP_FORBIDDEN_URL', message: expect.not.stringContaining('word') as string }),
    );
  });

  test('is not taken from HTTP_PROXY in a CGI program', () => {
    expect(proxy('http://index.example/', { HTTP_PROXY: 'http://evil:1', REQUEST_METHOD: 'GET' })).toBeUndefined();
  });
});
