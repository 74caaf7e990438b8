import type { HttpResponse, IdentityToken } from '@ropewalk/core';
import { isJsonObject, parseJson, type JsonObject } from '@ropewalk/encoding';
import { askService, statusText, type Service } from './service-request.ts';
import { SignerError } from './signer-error.ts';

/** What is known when Fulcio refuses. */
export interface RefusalContext {
  readonly token: IdentityToken;
  /** This machine's clock. */
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
}

interface Diagnosis {
  readonly reason: string;
  readonly remedy: string;
}

const GENERIC = 'error processing the identity token';

/**
 * Turns Fulcio's refusal into an error that names the cause. For a bad token Fulcio says only that there was an error, so
 * the likely cause is found by comparing the token with Fulcio's clock and with the issuers it says it accepts.
 */
export async function fulcioRefusal(service: Service, response: HttpResponse, context: RefusalContext): Promise<SignerError> {
  const text = statusText(response);
  const { reason, remedy } = text.includes(GENERIC)
    ? await diagnose(service, response, context)
    : { reason: '', remedy: 'Check the identity and the address of Fulcio.' };
  return new SignerError({
    code: 'FULCIO_REFUSED',
    message: `Fulcio at ${service.url.host} refused to issue a certificate (${text})${reason === '' ? '' : `: ${reason}`}.`,
    remedy,
  });
}

async function diagnose(service: Service, response: HttpResponse, context: RefusalContext): Promise<Diagnosis> {
  const { token, now, signal } = context;
  const serverTime = Date.parse(response.headers['date'] ?? '');
  const server = Number.isNaN(serverTime) ? now : new Date(serverTime);
  const skew = Math.round((now.getTime() - server.getTime()) / 1000);
  const clock = Math.abs(skew) > 30 ? ` This machine's clock differs from Fulcio's by ${Math.abs(skew)} seconds.` : '';
  if (token.expiresAt <= server) {
    return {
      reason: `the token had ended at ${token.expiresAt.toISOString()}, by Fulcio's clock ${server.toISOString()}.${clock}`.replace(/\.$/, ''),
      remedy: 'Request a new token just before signing, and set the clock of this machine.',
    };
  }
  const begins = [token.claims['nbf'], token.claims['iat']].filter((time) => typeof time === 'number');
  if (begins.some((time) => time * 1000 > server.getTime())) {
    return {
      reason: `the token is not valid yet by Fulcio's clock ${server.toISOString()}.${clock}`.replace(/\.$/, ''),
      remedy: 'Check the clocks of the issuer and of Fulcio, then run the command again.',
    };
  }
  const accepted = await acceptedIssuers(service, signal);
  if (accepted !== undefined && !accepted.some((pattern) => matchesIssuer(pattern, token.issuer))) {
    return {
      reason: `it accepts no tokens of ${token.issuer}`,
      remedy: 'Sign where the issuer is one that this Fulcio accepts, or give the Fulcio that accepts it.',
    };
  }
  return {
    reason: `it accepts ${token.issuer} as an issuer and the token is for the right audience and time, so the token's signature or a claim it needs is the likely cause`,
    remedy: "Check that the token comes from the issuer itself and that Fulcio can fetch the issuer's keys.",
  };
}

/** The issuers (or patterns with `*`) of Fulcio's public configuration; `undefined` when it does not say. */
async function acceptedIssuers(service: Service, signal: AbortSignal | undefined): Promise<readonly string[] | undefined> {
  try {
    const quick = { ...service, patience: { attemptMs: 5_000, retries: 0 } };
    const response = await askService(quick, 'api/v2/configuration', signal === undefined ? {} : { signal });
    const answer = parseJson(response.body);
    const issuers = isJsonObject(answer) ? answer['issuers'] : undefined;
    if (response.status !== 200 || !Array.isArray(issuers)) return undefined;
    return issuers.filter(isJsonObject).flatMap(patternsOf);
  } catch {
    // This is only a question of why; the refusal itself is what is reported.
    return undefined;
  }
}

function patternsOf(issuer: JsonObject): readonly string[] {
  return [issuer['issuerUrl'], issuer['wildcardIssuerUrl']].filter((pattern) => typeof pattern === 'string');
}

function matchesIssuer(pattern: string, issuer: string): boolean {
  const wanted = pattern.split('/');
  const parts = issuer.split('/');
  return wanted.length === parts.length && wanted.every((part, index) => matchesPart(part, parts[index] ?? ''));
}

function matchesPart(pattern: string, part: string): boolean {
  if (!pattern.includes('*')) return pattern === part;
  const [before = '', after = ''] = pattern.split('*', 2);
  return part.length >= before.length + after.length && part.startsWith(before) && part.endsWith(after);
}
