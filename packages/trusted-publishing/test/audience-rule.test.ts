import { describe, expect, test } from 'vitest';
import { audienceFor } from '../src/audience-rule.ts';

function ask(upload: string, announced: string | undefined, given?: string, mint: string = upload): string {
  return audienceFor({ uploadUrl: new URL(upload), mintUrl: new URL(mint), announced, given });
}

const refused = expect.objectContaining({ code: 'AUDIENCE_REFUSED' });

describe('an audience that has an owner', () => {
  test.each([
    ['https://upload.pypi.org/legacy/', 'pypi'],
    ['https://pypi.org/legacy/', 'pypi'],
    ['https://test.pypi.org/legacy/', 'testpypi'],
  ])('is given at %s', (url, audience) => {
    expect(ask(url, audience)).toBe(audience);
    expect(ask(url, audience, audience)).toBe(audience);
  });

  test.each([
    ['https://index.example.com/legacy/', 'pypi'],
    ['https://index.example.com/legacy/', 'testpypi'],
    ['https://test.pypi.org/legacy/', 'pypi'],
    ['https://upload.pypi.org/legacy/', 'testpypi'],
    ['https://pypi.org.evil.example/legacy/', 'pypi'],
    ['https://evilpypi.org/legacy/', 'pypi'],
    ['https://x.test.pypi.org/legacy/', 'pypi'],
    ['http://127.0.0.1:8000/legacy/', 'pypi'],
    ['https://upload.pypi.org/legacy/', 'sigstore'],
    ['https://fulcio.sigstore.dev/', 'sigstore'],
    ['https://sigstore/', 'sigstore'],
  ])('is not shown at %s for %s, announced or given', (url, audience) => {
    expect(() => ask(url, audience)).toThrow(refused);
    expect(() => ask(url, audience, audience)).toThrow(refused);
    expect(() => ask(url, undefined, audience)).toThrow(refused);
  });

  test('is not sent to an endpoint of somebody else', () => {
    expect(() => ask('https://upload.pypi.org/legacy/', 'pypi', undefined, 'https://evil.example/mint')).toThrow(refused);
    expect(ask('https://upload.pypi.org/legacy/', 'pypi', undefined, 'https://pypi.org/_/oidc/mint-token')).toBe('pypi');
  });
});

describe('any other audience', () => {
  test.each(['index.example.com', 'https://index.example.com', 'https://index.example.com/simple/'])('may be the name of the index itself: %s', (audience) => {
    expect(ask('https://index.example.com/legacy/', audience)).toBe(audience);
  });

  test.each(['https://github.com/octo-org', 'sts.amazonaws.com', 'PyPI', 'pypi ', 'vault', 'http://index.example.com', 'https://index.example.com.evil.example', 'https://index.example.com@evil.example/', 'constructor', 'rehearsal'])(
    'is refused when the index alone names it: %s',
    (audience) => {
      expect(() => ask('https://index.example.com/legacy/', audience)).toThrow(refused);
    },
  );

  test('is right when the operator gives it', () => {
    expect(ask('http://127.0.0.1:8000/legacy/', 'rehearsal', 'rehearsal')).toBe('rehearsal');
    expect(ask('https://index.example.com/legacy/', undefined, 'acme-index')).toBe('acme-index');
  });

  test('is refused when operator and index disagree', () => {
    expect(() => ask('https://index.example.com/legacy/', 'index.example.com', 'acme-index')).toThrow(refused);
  });

  test('is refused when nobody names it', () => {
    expect(() => ask('https://index.example.com/legacy/', undefined)).toThrow(refused);
    expect(() => ask('https://index.example.com/legacy/', '')).toThrow(refused);
  });

  test('cannot act on a terminal through its error', () => {
    expect(() => ask('https://index.example.com/legacy/', '\u001b[31m\u202eevil\n')).toThrow(expect.objectContaining({ message: expect.not.stringMatching(/\p{C}/u) }));
  });
});
