import { Hono, type Context } from 'hono';
import type { CertificateAuthority } from './certificate-authority.ts';
import { issueWithFault } from './faulty-certificate.ts';
import type { ServiceEnv } from './misbehaviour.ts';
import { PossessionRefused, provenPublicKey } from './possession.ts';
import { principalOf, type Principal } from './principal.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** What a Fulcio is made of. */
export interface FulcioParts {
  readonly authority: CertificateAuthority;
  readonly verifyToken: TokenVerifier;
  readonly issuers: readonly string[];
  readonly now: () => Date;
}

/** Answers Fulcio's API v2: a certificate for a token and a key, the trust bundle, the configuration. */
export function fulcioRoutes(parts: FulcioParts): Hono<ServiceEnv> {
  const routes = new Hono<ServiceEnv>();

  routes.post('/api/v2/signingCert', async (context) => {
    const body = recordOf(await context.req.json().catch(() => undefined));
    const principal = await principalOfToken(parts.verifyToken, tokenOf(context, body));
    // The real Fulcio says no more than this, whatever is wrong; its log knows why.
    if (principal === undefined) return refuse(context, 'There was an error processing the identity token');
    const publicKey = await provenPublicKey(body, principal.challenge);
    const { subjectAlternativeName, extensions } = principal;
    const fault = context.get('fault');
    const request = { publicKey, subjectAlternativeName, extensions };
    const chain = await issueWithFault(parts.authority, request, { fault, now: parts.now() });
    // As the real one answers them: without a final newline.
    const certificates = chain.map((pem) => pem.trim());
    return fault?.kind === 'detached-sct'
      ? context.json({ signedCertificateDetachedSct: { chain: { certificates }, signedCertificateTimestamp: '' } })
      : context.json({ signedCertificateEmbeddedSct: { chain: { certificates } } });
  });

  routes.get('/api/v2/trustBundle', (context) =>
    context.json({ chains: [{ certificates: parts.authority.chain.map(pemOf) }] }),
  );

  routes.get('/api/v2/configuration', (context) =>
    context.json({
      issuers: parts.issuers.map((issuerUrl) => ({ issuerUrl, audience: 'sigstore', challengeClaim: challengeClaim(issuerUrl) })),
    }),
  );

  routes.get('/healthz', (context) => context.json({ status: 'SERVING' }));

  routes.onError((error, context) => {
    if (error instanceof PossessionRefused) return refuse(context, error.message);
    throw error;
  });
  return routes;
}

async function principalOfToken(verifyToken: TokenVerifier, token: string): Promise<Principal | undefined> {
  try {
    return principalOf(await verifyToken(token));
  } catch {
    return undefined;
  }
}

/** In the body, as JavaScript's client sends it, or in the header, as Python's does. */
function tokenOf(context: Context<ServiceEnv>, body: Readonly<Record<string, unknown>>): string {
  const token = recordOf(body['credentials'])['oidcIdentityToken'];
  if (typeof token === 'string' && token !== '') return token;
  return (context.req.header('authorization') ?? '').replace(/^bearer\s+/i, '');
}

function refuse(context: Context<ServiceEnv>, message: string): Response {
  return context.json({ code: 3, message, details: [] }, 400);
}

function challengeClaim(issuer: string): 'email' | 'sub' {
  return issuer === 'https://accounts.google.com' ? 'email' : 'sub';
}

function pemOf(der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
