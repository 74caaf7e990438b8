import type { HttpClient, HttpResponse } from '@ropewalk/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, statement, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** A Fulcio that refuses every token in the real one's way, and says this of the issuers it accepts. */
function refusing(configuration: unknown, date?: Date): HttpClient {
  return {
    ...world.http,
    async request({ url, method }): Promise<HttpResponse> {
      const body = method === 'POST' ? { code: 3, message: 'There was an error processing the identity token', details: [] } : configuration;
      const text = JSON.stringify(body);
      const headers: Readonly<Record<string, string>> = date === undefined ? {} : { date: date.toUTCString() };
      return { status: method === 'POST' ? 400 : 200, statusText: '', headers, url, body: Buffer.from(text), text: () => text, json: () => body };
    },
  };
}

const messageOf = (http: HttpClient, claims = {}): Promise<string> =>
  world
    .signer({ http, identity: world.identity('github', claims) })
    .sign(statement())
    .then(() => expect.fail(), (error: Error) => error.message);

describe('a refusal without a reason', () => {
  test.each([
    ['https://token.actions.githubusercontent.com', true],
    ['https://token.actions.githubusercontent.com/octo-enterprise', true],
    ['https://token.actions.githubusercontent.com/a/b', false],
    ['https://oidc.eks.us-east-1.amazonaws.com/id/ABC', true],
    ['https://oidc.eks.evil/amazonaws.com/id/ABC', false],
    ['https://oidc.example', false],
  ])('tells whether Fulcio accepts the issuer %s: %s', async (iss, accepted) => {
    const configuration = {
      issuers: [
        { issuerUrl: 'https://token.actions.githubusercontent.com', audience: 'sigstore' },
        { wildcardIssuerUrl: 'https://token.actions.githubusercontent.com/*', audience: 'sigstore' },
        { wildcardIssuerUrl: 'https://oidc.eks.*.amazonaws.com/id/*', audience: 'sigstore' },
      ],
    };

    expect(await messageOf(refusing(configuration), { iss })).toContain(accepted ? `it accepts ${iss} as an issuer` : `it accepts no tokens of ${iss}`);
  });

  test.each([['nothing'], [{}], [{ issuers: 'all' }], [{ issuers: [null, 1] }]])('survives a configuration that is %j', async (configuration) => {
    expect(await messageOf(refusing(configuration))).toContain('error processing the identity token');
  });

  test('is explained by Fulcio’s clock where that shows the cause', async () => {
    const later = new Date(Date.now() + 3_600_000);
    const earlier = new Date(Date.now() - 3_600_000);

    expect(await messageOf(refusing({}, later))).toMatch(/the token had ended.*clock differs from Fulcio's by 3(?:599|600|601) seconds/);
    expect(await messageOf(refusing({}, earlier))).toMatch(/is not valid yet.*clock differs from Fulcio's by 3(?:599|600|601) seconds/);
  });
});
