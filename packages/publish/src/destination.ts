import type { HttpClient } from '@ropewalk/core';
import { PublishError } from './publish-error.ts';

/** An index that a release goes to. */
export interface Destination {
  /** Where it takes uploads. A user name and password in it count as credentials. */
  readonly repositoryUrl: string | URL;
  /** What it is called, as a section of `.pypirc` is. Default: it has no name, and its host is shown. */
  readonly name?: string;
  /**
   * Whether nobody named it, so that its name is only what it is called: a credential for it is then looked for in every section
   * of `.pypirc` with its address. Default `false`.
   */
  readonly isDefault?: boolean;
  /** The audience of its trusted publishing, where it is not PyPI's, TestPyPI's or its own host. Default: that of the options. */
  readonly audience?: string;
  /** Its simple API. Default: found by the form of `repositoryUrl`, or by looking below it. */
  readonly simpleUrl?: string | URL;
  /** Reaches this index alone, e.g. with a client certificate. Default: the client of the options. */
  readonly http?: HttpClient;
  /** Uploads without a credential where none is found, as to an index that asks for a client certificate instead. Default `false`. */
  readonly allowsNoCredential?: boolean;
}

/** A {@link Destination} after its addresses were read. */
export interface KnownDestination {
  readonly name: string | undefined;
  readonly isDefault: boolean;
  /** As given: a user name and password in it count as credentials. */
  readonly addressed: URL;
  /** The same without them. */
  readonly repositoryUrl: URL;
  readonly audience: string | undefined;
  readonly simpleUrl: URL | undefined;
  readonly http: HttpClient;
  readonly allowsNoCredential: boolean;
}

/** Reads the addresses of a destination. @throws {@link PublishError} `CONFIGURATION_CONFLICT` */
export function knownDestination(destination: Destination, http: HttpClient, audience: string | undefined): KnownDestination {
  const addressed = parseAddress(destination.repositoryUrl, 'the index');
  return {
    name: destination.name,
    isDefault: destination.isDefault ?? false,
    addressed,
    repositoryUrl: withoutUserinfo(addressed),
    audience: destination.audience ?? audience,
    simpleUrl: destination.simpleUrl === undefined ? undefined : parseAddress(destination.simpleUrl, 'the simple API'),
    http: destination.http ?? http,
    allowsNoCredential: destination.allowsNoCredential ?? false,
  };
}

/** What a destination is called in messages. */
export function titleOf({ name, repositoryUrl }: Pick<KnownDestination, 'name' | 'repositoryUrl'>): string {
  return name ?? repositoryUrl.host;
}

/**
 * Reads the address of a service.
 *
 * @throws {@link PublishError} `CONFIGURATION_CONFLICT` when it is no http(s) address.
 */
export function parseAddress(address: string | URL, service: string): URL {
  const text = String(address);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw new PublishError({
    code: 'CONFIGURATION_CONFLICT',
    message: `The address of ${service} is not an http(s) address.`,
    remedy: 'Give a complete address, as in https://upload.pypi.org/legacy/.',
  });
}

/** The address without user name and password, which must not reach a log or an event. */
function withoutUserinfo(address: URL): URL {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url;
}
