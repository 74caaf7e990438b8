import { normalizeName } from '@ropewalk/packaging';
import { createFaultPlan } from './faults/fault.ts';
import { createIssuerKeys } from './minting/issuer-keys.ts';
import { createPublisherRegistry } from './minting/publisher-registry.ts';
import { createUsedTokens } from './minting/used-tokens.ts';
import type { IndexFlags, LocalIndexOptions, TokenOwner } from './options.ts';
import { indexProfiles } from './profiles/index-profiles.ts';
import { createStore } from './store/store.ts';
import type { User } from './tokens/identity.ts';
import { createTokenBook } from './tokens/token-book.ts';
import { pypiLimits } from './upload/limits.ts';
import type { ResolvedOptions, World } from './world.ts';

/** Fills in the defaults and makes what the routes share. */
export function createWorld(options: LocalIndexOptions, folder: string): World {
  const resolved = resolve(options);
  const { now } = resolved;
  const store = createStore(now);
  const tokens = createTokenBook(options.location ?? '127.0.0.1');
  const publishers = createPublisherRegistry(store, now);
  for (const registration of options.publishers ?? []) publishers.register(registration);
  for (const known of options.tokens ?? []) tokens.accept(known.token, userOf(known));
  return {
    options: resolved,
    store,
    tokens,
    publishers,
    issuerKeys: createIssuerKeys(options.http, options.issuers),
    usedTokens: createUsedTokens(now),
    faults: createFaultPlan(),
    folder,
    origin: '',
    flags: noFlags,
    now,
  };
}

/** The user that a token belongs to. */
export function userOf({ username = 'user', projects, hasVerifiedEmail = true, hasTwoFactor = true }: TokenOwner): User {
  const normalized = projects === undefined ? undefined : new Set(projects.map(normalizeName));
  return { type: 'user', userId: username, username, projects: normalized, hasVerifiedEmail, hasTwoFactor };
}

const noFlags: IndexFlags = {
  readOnly: false,
  uploadsDisabled: false,
  newProjectsDisabled: false,
  trustedPublishingDisabled: false,
  disabledIssuers: [],
  attestationsDisabled: false,
};

function resolve(options: LocalIndexOptions): ResolvedOptions {
  return {
    issuers: options.issuers,
    customIssuers: options.customIssuers ?? new Map(),
    audience: options.audience ?? 'rehearsal',
    users: options.users ?? [],
    verifyAttestation: options.verifyAttestation,
    checkDistribution: options.checkDistribution ?? (() => Promise.resolve(undefined)),
    profile: options.profile ?? indexProfiles.pypi,
    limits: options.limits ?? pypiLimits,
    uploadTokenSeconds: options.uploadTokenSeconds ?? 900,
    releaseWindowDays: options.releaseWindowDays ?? 14,
    classifiers: options.classifiers,
    newProjectLimit: options.newProjectLimit ?? Infinity,
    prohibitedNames: options.prohibitedNames ?? [],
    discovery: options.discovery ?? false,
    singleUseTokens: options.singleUseTokens ?? false,
    now: options.now ?? (() => new Date()),
  };
}
