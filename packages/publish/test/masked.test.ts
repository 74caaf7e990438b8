import { expect, test } from 'vitest';
import { parseIdentityToken } from '@ropewalk/core';
import { maskedIdentity, maskedTokens } from '../src/masked.ts';

const jwt = ['{}', '{"iss":"i","aud":"a","exp":1}', 's'].map((part) => Buffer.from(part).toString('base64url')).join('.');

test('every identity token is masked before it is handed out', async () => {
  const masked: string[] = [];
  const identity = maskedIdentity({ provider: 'p', requestToken: async (audience) => parseIdentityToken(jwt, audience) }, (secret) => masked.push(secret));

  const token = await identity.requestToken('a');

  expect(masked).toEqual([token.reveal()]);
});

test('an upload token is masked once, and again when it is renewed', async () => {
  const masked: string[] = [];
  const tokens = ['one', 'one', 'two'].map((text) => ({ text }));
  const source = new Map<string, { expiresAt: Date; reveal(): string }>();
  const secrets = maskedTokens(
    {
      async token() {
        const { text = '' } = tokens.shift() ?? {};
        const known = source.get(text) ?? { expiresAt: new Date(), reveal: () => text };
        source.set(text, known);
        return known;
      },
    },
    (secret) => masked.push(secret),
  );

  for (let use = 0; use < 3; use += 1) await secrets.token();

  expect(masked).toEqual(['one', 'two']);
});
