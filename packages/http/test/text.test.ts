import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLocalAddressUrl, isLoopbackUrl, parseRetryAfter, plainText, redact, retryPause, shownUrl } from '../src/index.ts';

describe('text from outside', () => {
  test('loses escapes, control and direction characters, and becomes one line', () => {
    expect(plainText('a\u001b[31mred\u001b[0m\nb\u202ec\u0007\u200b\r\n::set-output')).toBe('ared bc ::set-output');
    expect(plainText('\u001b]0;title\u0007x')).toBe('x');
  });

  test('loses secrets that something invisible parts or hides', () => {
    expect(plainText('x\u0007eyJhbGciOiJSUzI1NiJ9.e30.c2ln')).toBe('x[hidden]');
    expect(plainText('eyJ\u200bhbGciOi\u0000JSUzI1NiJ9.e30.c2ln')).toBe('[hidden]');
    expect(plainText('said: my-\u2060sec\u001b[1mret', 500, ['my-secret'])).toBe('said: [hidden]');
    expect(plainText('my-secret\u0007more', 500, ['my-secret'])).toBe('[hidden]more');
  });

  test('loses given secrets before it is cut, so that no beginning of them stays', () => {
    expect(plainText(`${'x'.repeat(5)} my-secret`, 10, ['my-secret'])).toBe('xxxxx [hid…');
    expect(plainText(`${'\u200b'.repeat(75)}my-secret`, 10, ['my-secret'])).toBe('[hidd');
  });

  test('loses characters that no version of Unicode knows', () => {
    expect(plainText('a\uffff\u{e0fff}\u{10ffff}\u0378b')).toBe('ab');
  });

  test('is cut at the length given', () => {
    expect(plainText('x'.repeat(600))).toHaveLength(501);
    expect(plainText('🧵🧵🧵', 3)).toBe('🧵…');
  });

  test('never holds anything a terminal acts on', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/\p{C}|[^\S ]/u.test(plainText(text))));
  });
});

describe('redaction', () => {
  test('hides tokens, authorization values and the private parts of URLs', () => {
    const text = redact(
      'pypi-AgEIcHlwaS5vcmcCJD and eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0.c2ln, Authorization: Basic X190b2tlbl9fOng=, https://u:p@index.example/a?sig=1#f',
    );

    expect(text).toBe('pypi-[hidden] and [hidden], Authorization: Basic [hidden], https://index.example/a');
  });

  test('leaves other text as it is', () => {
    expect(redact('pypi-attestations 0.0.19 from pypi.org')).toBe('pypi-attestations 0.0.19 from pypi.org');
    expect(redact('"https://index.example" or http://index.example:8080/a.')).toBe('"https://index.example" or http://index.example:8080/a.');
  });

  test('shows protocol, host and path of a URL', () => {
    expect(shownUrl(new URL('https://u:p@index.example:8443/a/b?c#d'))).toBe('https://index.example:8443/a/b');
  });
});

describe('addresses', () => {
  test('loopback is told from what only looks like it', () => {
    for (const url of ['http://localhost', 'http://x.localhost', 'http://127.0.0.1', 'http://127.255.0.9', 'http://[::1]', 'http://2130706433', 'http://0x7f.1']) {
      expect(isLoopbackUrl(new URL(url))).toBe(true);
    }
    for (const url of ['http://localhost.example', 'http://128.0.0.1', 'http://[::2]', 'http://127.0.0.1.example', 'http://notlocalhost']) {
      expect(isLoopbackUrl(new URL(url))).toBe(false);
    }
  });

  test('local addresses are loopback, link-local, unspecified and metadata servers, in every spelling', () => {
    for (const host of ['127.0.0.1', '169.254.169.254', '169.254.1.1', '0.0.0.0', '[::]', '[::1]', '[fe80::1]', '[::ffff:127.0.0.1]', '[::ffff:a9fe:a9fe]', 'metadata.google.internal', 'METADATA.', 'localhost']) {
      expect([host, isLocalAddressUrl(new URL(`http://${host}/`))]).toEqual([host, true]);
    }
    expect(isLocalAddressUrl(new URL('https://files.pythonhosted.org/'))).toBe(false);
  });
});

describe('pauses', () => {
  const now = new Date('2026-11-25T12:00:00Z');

  test('Retry-After is read as seconds and as a date', () => {
    expect(parseRetryAfter('120', now)).toBe(120_000);
    expect(parseRetryAfter('Wed, 25 Nov 2026 12:00:30 GMT', now)).toBe(30_000);
    expect(parseRetryAfter('Wed, 25 Nov 2026 11:00:00 GMT', now)).toBe(0);
    for (const value of [undefined, '', '-1', 'soon', 'Wed, 99 Nov']) expect(parseRetryAfter(value, now)).toBeUndefined();
  });

  test('grow, with a share left to chance, up to a limit', () => {
    const pauses = { baseMs: 100, maxMs: 1000 };

    expect([1, 2, 3, 4, 5].map((failures) => retryPause(failures, undefined, pauses, 1))).toEqual([100, 200, 400, 800, 1000]);
    expect(retryPause(3, undefined, pauses, 0)).toBe(200);
    expect(retryPause(1, 700, pauses, 0)).toBe(700);
    expect(retryPause(1, 7_000_000, pauses, 0)).toBe(1000);
  });

  test('are always within the limit and never shorter than asked within it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.nat(5_000_000), fc.double({ min: 0, max: 1, noNaN: true }), (failures, asked, random) => {
        const pause = retryPause(failures, asked, { baseMs: 500, maxMs: 60_000 }, random);
        return pause <= 60_000 && pause >= Math.min(asked, 60_000);
      }),
    );
  });
});
