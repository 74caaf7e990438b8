import { InvalidPublisher, ReusedToken, type Claims } from '../matching/claims.ts';
import { canonicalIssuers, type IssuerService } from '../matching/issuers.ts';
import { matchPublisher } from '../matching/match-publisher.ts';
import type { PublisherRecord } from '../matching/publisher-record.ts';
import { newProjectRefusal } from '../upload/new-project.ts';
import type { World } from '../world.ts';
import { MintRefusal } from './mint-refusal.ts';
import { unverifiedIssuer, verifyIdentityToken } from './verify-identity-token.ts';

/** What an exchange brings. */
export interface MintedToken {
  readonly token: string;
  /** Seconds since 1970. */
  readonly expires: number;
}

/**
 * Exchanges an identity token for an upload token that serves all projects of its publisher.
 *
 * @param body - The request's body, read as JSON whatever its type says.
 * @throws {MintRefusal}
 */
export async function mintToken(world: World, body: string): Promise<MintedToken> {
  const jwt = readPayload(body);
  const issuer = unverifiedIssuer(jwt);
  if (issuer === undefined) throw new MintRefusal('invalid-payload', 'malformed JWT');
  const service = canonicalIssuers.get(issuer) ?? world.options.customIssuers.get(issuer);
  if (service === undefined) throw new MintRefusal('invalid-payload', 'unknown trusted publishing issuer');
  if (world.flags.trustedPublishingDisabled || world.flags.disabledIssuers.includes(service)) {
    throw new MintRefusal('not-enabled', `${service} trusted publishing functionality not enabled`);
  }
  const { audience } = world.options;
  const claims = await verifyIdentityToken(jwt, { issuer, audience, keys: world.issuerKeys, now: world.now() });
  if (claims === undefined) throw new MintRefusal('invalid-token', 'malformed or invalid token');
  reifyPending(world, service, claims);
  const record = findPublisher(world, service, claims);
  claimIdentifier(world, issuer, claims);
  return issue(world, record);
}

function readPayload(body: string): string {
  let payload: unknown;
  try {
    payload = JSON.parse(body);
  } catch {
    throw new MintRefusal('invalid-payload', '1 validation error for TokenPayload\n  Invalid JSON [type=json_invalid]');
  }
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    throw new MintRefusal('invalid-payload', '1 validation error for TokenPayload\n  Input should be an object [type=model_type]');
  }
  if (!('token' in payload)) {
    throw new MintRefusal('invalid-payload', '1 validation error for TokenPayload\ntoken\n  Field required [type=missing]');
  }
  if (typeof payload.token !== 'string') {
    throw new MintRefusal('invalid-payload', '1 validation error for TokenPayload\ntoken\n  Input should be a valid string [type=string_type]');
  }
  return payload.token;
}

/** When the claims fit a pending publisher, its project is created now, before any upload. */
function reifyPending(world: World, service: IssuerService, claims: Claims): void {
  const pending = world.publishers.pending();
  let record: PublisherRecord;
  try {
    record = match(world, service, pending.map((candidate) => candidate.record), claims);
  } catch (error) {
    if (error instanceof InvalidPublisher) return;
    throw asRefusal(error);
  }
  const found = pending.find((candidate) => candidate.record === record);
  if (found === undefined) return;
  if (world.store.project(found.projectName) !== undefined) {
    world.publishers.dropPending(found);
    throw new MintRefusal('invalid-pending-publisher', 'valid token, but project already exists');
  }
  const refusal = newProjectRefusal(world, found.projectName);
  if (refusal !== undefined) throw new MintRefusal('invalid-payload', refusal.message);
  world.publishers.reify(found);
}

function findPublisher(world: World, service: IssuerService, claims: Claims): PublisherRecord {
  try {
    return match(world, service, world.publishers.records(), claims);
  } catch (error) {
    throw asRefusal(error);
  }
}

function match(world: World, service: IssuerService, records: readonly PublisherRecord[], claims: Claims): PublisherRecord {
  const issuer = String(claims['iss']);
  return matchPublisher(service, records, claims, { isUsed: (jti) => world.usedTokens.has(issuer, jti) });
}

function asRefusal(error: unknown): unknown {
  if (error instanceof ReusedToken) return new MintRefusal('invalid-reuse-token', 'invalid token: already used');
  if (!(error instanceof InvalidPublisher)) return error;
  return new MintRefusal('invalid-publisher', `valid token, but no corresponding publisher (${error.message})`);
}

function claimIdentifier(world: World, issuer: string, claims: Claims): void {
  const { jti, exp } = claims;
  if (typeof jti !== 'string' || jti === '') return;
  if (world.usedTokens.add(issuer, jti, Number(exp))) return;
  throw new MintRefusal('invalid-reuse-token', 'invalid token: already used');
}

function issue(world: World, publisher: PublisherRecord): MintedToken {
  const notBefore = Math.floor(world.now().getTime() / 1000);
  const expires = notBefore + world.options.uploadTokenSeconds;
  const token = world.tokens.issue({ type: 'publisher', publisher }, [
    { type: 'publisher', publisherId: publisher.id },
    { type: 'project-ids', ids: world.publishers.projectsOf(publisher).map((project) => project.id) },
    { type: 'expiration', expiresAt: expires, notBefore },
  ]);
  return { token, expires };
}
