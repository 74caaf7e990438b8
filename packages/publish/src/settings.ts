import type { HttpClient, PublisherKind } from '@ropewalk/core';
import { findRepository } from '@ropewalk/credentials';
import { isLoopbackUrl } from '@ropewalk/http';
import { publisherKinds } from '@ropewalk/oidc/publisher';
import { knownDestination, type KnownDestination } from './destination.ts';
import { PublishError } from './publish-error.ts';
import type { PublishOptions } from './publish-options.ts';
import { readSigstore } from './read-sigstore.ts';
import type { TrustedSigstore } from './sigstore-instance.ts';

/** Where a release goes, which Sigstore signs it, and what else has a default, after options and environment were put together. */
export interface PublishSettings {
  /** At least one. */
  readonly destinations: readonly KnownDestination[];
  /** `undefined`: the public good instance. */
  readonly sigstore: TrustedSigstore | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly kinds: readonly PublisherKind[];
  readonly now: () => Date;
}

/**
 * Puts options over environment. An empty variable counts as not set, as CI systems write it.
 *
 * @throws {@link PublishError} `CONFIGURATION_CONFLICT`; `TrustedRootError` when the trusted root cannot be read.
 */
export async function readSettings(options: PublishOptions, http: HttpClient): Promise<PublishSettings> {
  const { env = process.env, kinds = publisherKinds, now = () => new Date() } = options;
  const variable = (name: string): string | undefined => env[name] || undefined;
  const audience = options.audience ?? variable('ROPEWALK_AUDIENCE');
  const given = options.destinations ?? [];
  if (given.length > 0 && options.repositoryUrl !== undefined) throw conflict('Both a list of indexes and a repository URL are given.', 'Leave one of them out.');
  const named = given.length > 0 ? given : [{ repositoryUrl: options.repositoryUrl ?? variable('ROPEWALK_REPOSITORY_URL') ?? findRepository(undefined, 'pypi').repository }];
  const destinations = named.map((destination) => knownDestination(destination, http, audience));
  forbidTwice(destinations);
  return {
    destinations,
    sigstore: options.sigstore ?? (await readSigstore(options, env, now)),
    env,
    kinds,
    now,
  };
}

function forbidTwice(destinations: readonly KnownDestination[]): void {
  const addresses = destinations.map(({ repositoryUrl }) => repositoryUrl.href);
  const twice = addresses.find((address, index) => addresses.indexOf(address) !== index);
  if (twice !== undefined) throw conflict(`The index ${new URL(twice).host} is named twice.`, 'Name each index once.');
}

/**
 * Keeps a rehearsal from leaving traces in the public log.
 *
 * @throws {@link PublishError} `CONFIGURATION_CONFLICT` when the index is on loopback and the Sigstore is the public one.
 */
export function forbidLoopbackWithPublicSigstore({ repositoryUrl }: KnownDestination, { sigstore }: PublishSettings): void {
  if (sigstore !== undefined || !isLoopbackUrl(repositoryUrl)) return;
  throw conflict(
    `The index ${repositoryUrl.host} is on loopback, but signatures would go to the public Sigstore and stay there for ever.`,
    'Give Fulcio, Rekor and the trusted root of a local Sigstore too, or upload with a token, without attestations.',
  );
}

function conflict(message: string, remedy: string): PublishError {
  return new PublishError({ code: 'CONFIGURATION_CONFLICT', message, remedy });
}
