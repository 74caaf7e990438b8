import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { textOf, type Claims } from './claims.ts';
import { googleClaims } from './google-claims.ts';

/** What a machine of Google's is like. */
export interface GoogleMachineOptions {
  /** Claims of the machine's own account. */
  readonly claims: Claims;
  /** E-mail addresses of other accounts that this one may act as. */
  readonly mayActAs: readonly string[];
  readonly issue: (audience: string, claims: Claims) => Promise<string>;
}

/**
 * The metadata server of a machine, and the part of the IAM Credentials API that makes identity tokens.
 *
 * As the real ones: the metadata server answers only to `Metadata-Flavor: Google`, refuses what was forwarded, and marks
 * its answers; the e-mail address is in a token only with `format=full` or `includeEmail`.
 */
export function googleMachine({ claims, mayActAs, issue }: GoogleMachineOptions): Hono {
  const accessToken = `ya29.${randomBytes(32).toString('base64url')}`;
  const application = new Hono();
  application.use('/computeMetadata/*', async (context, next) => {
    context.header('Metadata-Flavor', 'Google');
    context.header('Server', 'Metadata Server for VM');
    if (context.req.header('metadata-flavor') !== 'Google' || context.req.header('x-forwarded-for') !== undefined) {
      return context.text('Missing Metadata-Flavor:Google header.', 403);
    }
    return await next();
  });
  application.get('/computeMetadata/v1/instance/service-accounts/default/identity', async (context) => {
    const audience = context.req.query('audience');
    if (audience === undefined) return context.text('non-empty audience parameter required', 400);
    return context.text(await issue(audience, context.req.query('format') === 'full' ? claims : anonymous(claims)));
  });
  application.get('/computeMetadata/v1/instance/service-accounts/default/email', (context) =>
    context.text(textOf(googleClaims(claims), 'email', '')),
  );
  application.get('/computeMetadata/v1/instance/service-accounts/default/token', (context) =>
    context.json({ access_token: accessToken, expires_in: 3599, token_type: 'Bearer' }),
  );
  application.post('/v1/projects/-/serviceAccounts/:account{.+:generateIdToken}', async (context) => {
    if (context.req.header('authorization') !== `Bearer ${accessToken}`) return context.json(refusal(401, 'UNAUTHENTICATED'), 401);
    const account = decodeURIComponent(context.req.param('account')).replace(/:generateIdToken$/, '');
    if (!mayActAs.includes(account)) return context.json(refusal(403, 'PERMISSION_DENIED'), 403);
    const { audience, includeEmail } = await context.req.json<{ audience?: unknown; includeEmail?: unknown }>();
    if (typeof audience !== 'string') return context.json(refusal(400, 'INVALID_ARGUMENT'), 400);
    const asked = { ...claims, google: undefined, email: account, sub: '110000000000000000002' };
    return context.json({ token: await issue(audience, includeEmail === true ? asked : anonymous(asked)) });
  });
  return application;
}

function anonymous(claims: Claims): Claims {
  return { ...claims, email: undefined, email_verified: undefined, google: undefined };
}

function refusal(code: number, status: string): Claims {
  return { error: { code, message: `The request was refused: ${status}.`, status } };
}
