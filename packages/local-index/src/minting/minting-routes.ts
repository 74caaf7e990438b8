import type { Context, Hono } from 'hono';
import { acceptableOffers } from '../answers/accept.ts';
import type { Environment } from '../environment.ts';
import { withFault } from '../faults/with-fault.ts';
import type { World } from '../world.ts';
import { MintRefusal, problemBody, pypiRefusalBody } from './mint-refusal.ts';
import { mintToken } from './mint-token.ts';

/** Serves the token exchange: `/_/oidc/audience`, `/_/oidc/mint-token` and its older name, and PEP 807 when asked for. */
export function addMintingRoutes(app: Hono<Environment>, world: World): void {
  if (!world.options.profile.trustedPublishing) return;
  app.use('/_/oidc/audience', withFault(world.faults, 'audience'));
  app.get('/_/oidc/audience', (context) => {
    if (world.flags.trustedPublishingDisabled) return context.json({ message: 'Trusted publishing functionality not enabled' }, 403);
    return context.json({ audience: world.options.audience });
  });
  for (const path of ['/_/oidc/mint-token', '/_/oidc/github/mint-token']) {
    app.use(path, withFault(world.faults, 'mint'));
    app.post(path, (context) => pypiMint(context, world));
  }
  if (world.options.discovery) addDiscovery(app, world);
}

async function pypiMint(context: Context<Environment>, world: World): Promise<Response> {
  try {
    const { token, expires } = await mintToken(world, await context.req.text());
    return context.json({ success: true, token, expires });
  } catch (error) {
    if (!(error instanceof MintRefusal)) throw error;
    return context.json(pypiRefusalBody(error), 422);
  }
}

const discoveryType = 'application/vnd.pypi.pytp.v1+json';

const problemType = 'application/problem+json';

/** PEP 807: the endpoints are announced for the upload URL's path. */
function addDiscovery(app: Hono<Environment>, world: World): void {
  app.use('/.well-known/pytp', withFault(world.faults, 'discovery'));
  app.get('/.well-known/pytp', (context) => {
    if (acceptableOffers(context.req.header('accept'), [discoveryType]).length === 0) return problem(context, 406, 'Not Acceptable');
    if (context.req.query('discover') !== world.options.profile.uploadPath) return problem(context, 404, 'Not Found');
    const features = [world.options.singleUseTokens ? 'single-use-token' : 'multi-use-token'];
    const endpoints = {
      'audience-endpoint': `${world.origin}/pytp/audience`,
      'token-mint-endpoint': `${world.origin}/pytp/mint`,
      features,
      'default-features': features,
    };
    return context.body(JSON.stringify(endpoints), 200, { 'content-type': discoveryType });
  });
  app.use('/pytp/audience', withFault(world.faults, 'audience'));
  app.get('/pytp/audience', (context) => {
    if (world.flags.trustedPublishingDisabled) return problem(context, 403, 'Trusted publishing functionality not enabled');
    return context.json({ audience: world.options.audience });
  });
  app.use('/pytp/mint', withFault(world.faults, 'mint'));
  app.post('/pytp/mint', async (context) => {
    try {
      const { token, expires } = await mintToken(world, await context.req.text());
      return context.json({ token, expires });
    } catch (error) {
      if (!(error instanceof MintRefusal)) throw error;
      return context.body(JSON.stringify(problemBody(error, world.origin)), 422, { 'content-type': problemType });
    }
  });
}

function problem(context: Context<Environment>, status: 403 | 404 | 406, title: string): Response {
  return context.body(JSON.stringify({ type: 'about:blank', title, status }), status, { 'content-type': problemType });
}
