import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import { createHttpClient } from '@ropewalk/http';
import { exportJWK, SignJWT, type JWTPayload } from 'jose';
import { startLocalSigstore, type LocalSigstore, type LocalSigstoreOptions } from '../src/index.ts';

/** A local Sigstore with an issuer of tokens. */
export interface World {
  readonly sigstore: LocalSigstore;
  token(claims: JWTPayload, options?: { readonly audience?: string; readonly key?: KeyObject }): Promise<string>;
  post(url: URL, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  get(url: URL): Promise<Answer>;
  close(): Promise<void>;
}

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed if it is JSON. */
  readonly body: unknown;
}

const issuers = ['https://token.actions.githubusercontent.com', 'https://gitlab.com', 'https://accounts.google.com'];

/** Starts one. Its issuer signs for GitHub, GitLab and Google with one RS256 key. */
export async function startWorld(options: Partial<LocalSigstoreOptions> = {}): Promise<World> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keySet = { keys: [{ ...(await exportJWK(publicKey)), kid: 'test', alg: 'RS256', use: 'sig' }] };
  const server = createServer((_request, response) => response.end(JSON.stringify(keySet)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const keysUrl = new URL(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/jwks`);
  const http = createHttpClient({ loopbackOnly: true });
  const sigstore = await startLocalSigstore({ http, issuers: new Map(issuers.map((issuer) => [issuer, keysUrl])), ...options });

  return {
    sigstore,
    token: (claims, { audience = 'sigstore', key = privateKey } = {}) =>
      new SignJWT({ iat: Math.floor(Date.now() / 1000), exp: Math.floor(Date.now() / 1000) + 300, aud: audience, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'test' })
        .sign(key),
    async post(url, body, headers = {}) {
      return answerOf(await http.request({ url, method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }));
    },
    get: async (url) => answerOf(await http.request({ url })),
    async close() {
      await Promise.all([sigstore.close(), http.close(), new Promise((resolve) => server.close(resolve))]);
    },
  };
}

/** A request for a certificate, with a proof of possession. */
export function certificateRequest(token: string, challenge: string): { readonly body: object; readonly publicKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const proofOfPossession = sign('sha256', Buffer.from(challenge), privateKey).toString('base64');
  const content = publicKey.export({ type: 'spki', format: 'pem' });
  return {
    publicKey,
    body: { credentials: { oidcIdentityToken: token }, publicKeyRequest: { publicKey: { algorithm: 'ECDSA', content }, proofOfPossession } },
  };
}

function answerOf(response: { status: number; headers: Readonly<Record<string, string>>; text(): string }): Answer {
  const text = response.text();
  const isJson = (response.headers['content-type'] ?? '').includes('json');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}
