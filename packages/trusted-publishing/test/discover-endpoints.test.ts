import { describe, expect, test } from 'vitest';
import { discoverEndpoints } from '../src/discover-endpoints.ts';
import { scriptedHttp, type Answer } from './scripted-http.ts';

const uploadUrl = new URL('https://user:pass@index.example.com/legacy/');
const type = 'application/vnd.pypi.pytp.v1+json';
const announcement = {
  'audience-endpoint': 'https://index.example.com/aud',
  'token-mint-endpoint': 'https://index.example.com/mint',
};

async function discover(answer: Answer): Promise<unknown> {
  return await discoverEndpoints({ uploadUrl, http: scriptedHttp({ 'GET index.example.com/.well-known/pytp': answer }).http });
}

describe('PEP 807 discovery', () => {
  test('asks for the path of the upload URL, wholly encoded, without its user name', async () => {
    const { http, requests } = scriptedHttp({});

    await discoverEndpoints({ uploadUrl, http });

    expect(requests.map(({ url, headers }) => [url.href, headers?.['accept']])).toStrictEqual([['https://index.example.com/.well-known/pytp?discover=%2Flegacy%2F', type]]);
  });

  test('takes both endpoints from the announcement', async () => {
    expect(await discover({ json: announcement, type })).toMatchObject({
      audience: new URL('https://index.example.com/aud'),
      mint: new URL('https://index.example.com/mint'),
      use: 'multi-use-token',
    });
  });

  test.each<readonly [string, Answer]>([
    ['404', { status: 404, text: 'no' }],
    ['406', { status: 406, json: {} }],
    ['500', { status: 500, text: 'oops' }],
    ['a redirect', { status: 302, text: '' }],
    ['a page', { text: '<html>' }],
  ])('finds nothing in %s', async (_name, answer) => {
    expect(await discover(answer)).toBeUndefined();
  });

  test.each([
    ['another host', 'https://evil.example/mint'],
    ['a host that begins alike', 'https://index.example.com.evil.example/mint'],
    ['a subdomain', 'https://mint.index.example.com/'],
    ['the host as user name', 'https://index.example.com@evil.example/'],
    ['another port', 'https://index.example.com:8443/mint'],
    ['plain http', 'http://index.example.com/mint'],
    ['no address', 'mint'],
    ['another scheme', 'javascript:alert(1)'],
  ])('refuses an endpoint on %s', async (_name, endpoint) => {
    await expect(discover({ json: { ...announcement, 'token-mint-endpoint': endpoint }, type })).rejects.toMatchObject({ code: 'ENDPOINTS_REFUSED' });
    await expect(discover({ json: { ...announcement, 'audience-endpoint': endpoint }, type })).rejects.toMatchObject({ code: 'ENDPOINTS_REFUSED' });
  });

  test.each([{}, { 'audience-endpoint': 7, 'token-mint-endpoint': 'x' }, [], { ...announcement, features: 'x' }])('cannot read %j', async (json) => {
    await expect(discover({ json, type })).rejects.toMatchObject({ code: 'TRUSTED_PUBLISHING_UNEXPECTED_ANSWER' });
  });

  test('asks for tokens of many uses where the index offers them', async () => {
    expect(await discover({ json: { ...announcement, features: ['single-use-token', 'multi-use-token'], 'default-features': ['single-use-token'] }, type })).toMatchObject({
      use: 'multi-use-token',
      features: ['multi-use-token'],
    });
  });

  test('takes tokens of one use where it offers no others', async () => {
    expect(await discover({ json: { ...announcement, features: ['single-use-token'], 'default-features': ['single-use-token'] }, type })).toMatchObject({ use: 'single-use-token' });
  });
});
