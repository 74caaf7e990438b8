import { Hono } from 'hono';
import type { Issuer } from './issuer.ts';

/** Discovery and key set of an issuer, as OpenID Connect Discovery 1.0 lays them out below `base`. */
export function issuerRoutes(issuer: Issuer, base: () => URL): Hono {
  const routes = new Hono();
  routes.get('/.well-known/openid-configuration', (context) =>
    context.json({
      issuer: issuer.name,
      jwks_uri: keySetUrl(base()).href,
      subject_types_supported: ['public', 'pairwise'],
      response_types_supported: ['id_token'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid'],
    }),
  );
  routes.get('/.well-known/jwks', async (context) => context.json(await issuer.keySet()));
  return routes;
}

/** Where an issuer's keys are. */
export function keySetUrl(base: URL): URL {
  return new URL('.well-known/jwks', base);
}
