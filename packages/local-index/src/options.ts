import type { HttpClient } from '@ropewalk/core';
import type { IssuerService } from './matching/issuers.ts';
import type { PublisherRegistration } from './minting/publisher-registry.ts';
import type { IndexProfile } from './profiles/profile.ts';
import type { SizeLimits } from './upload/limits.ts';

/** What the index hands to the verifier: one attestation, and what it must speak of. */
export interface AttestationToVerify {
  /** As received. */
  readonly attestation: unknown;
  /** The publisher that uploads, as it will be written into the provenance. */
  readonly publisher: object;
  readonly filename: string;
  /** Lower-case hex, as the index computed it. */
  readonly sha256: string;
}

/** What the index hands to its rules for archives. */
export interface DistributionToCheck {
  readonly filename: string;
  /** Where the bytes lie, under another name. Gone when the answer is given. */
  readonly path: string;
  readonly sha256: string;
  /** The form's text fields in the order received, repeated ones repeated. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** What an API token is good for, and whose it is. */
export interface TokenOwner {
  /** The projects it may upload to. Default: all, and new ones. */
  readonly projects?: readonly string[];
  /** Default `user`. */
  readonly username?: string;
  /** PyPI takes uploads only from users with a verified e-mail address. Default `true`. */
  readonly hasVerifiedEmail?: boolean;
  /** PyPI takes uploads only from users with two-factor authentication. Default `true`. */
  readonly hasTwoFactor?: boolean;
}

/** An API token that the index knows from the start. */
export interface KnownToken extends TokenOwner {
  /** Any text. PyPI's begin with `pypi-`. */
  readonly token: string;
}

/** A user that may log in with a password: on indexes other than PyPI. */
export interface KnownUser {
  readonly username: string;
  readonly password: string;
}

/** What {@link startLocalIndex} takes. */
export interface LocalIndexOptions {
  /** Fetches the issuers' keys. */
  readonly http: HttpClient;
  /** Production issuer (`https://token.actions.githubusercontent.com`) → its key set, on loopback. */
  readonly issuers: ReadonlyMap<string, URL>;
  /** Issuers that an organisation registered, and what kind they are; they need an entry in `issuers` too. Default: none. */
  readonly customIssuers?: ReadonlyMap<string, IssuerService>;
  /** The audience that identity tokens must be made for. Default `rehearsal`. */
  readonly audience?: string;
  /** Trusted publishers. Default: none. */
  readonly publishers?: readonly PublisherRegistration[];
  /** API tokens. Default: none. */
  readonly tokens?: readonly KnownToken[];
  /** Users with passwords, for profiles that take them. Default: none. */
  readonly users?: readonly KnownUser[];
  /** Verifies one attestation; its error's message becomes part of PyPI's refusal. A `TypeError` is an "unknown error". */
  readonly verifyAttestation: (attestation: AttestationToVerify) => Promise<void>;
  /** Judges the archive; answers the text of a refusal. Default: anything passes. */
  readonly checkDistribution?: (distribution: DistributionToCheck) => Promise<string | undefined>;
  /** Which index to behave like. Default: PyPI. */
  readonly profile?: IndexProfile;
  /** Default: PyPI's, 100 MiB a file and 10 GiB a project. */
  readonly limits?: SizeLimits;
  /** How long a minted token is good for, in seconds. Default 900. */
  readonly uploadTokenSeconds?: number;
  /** How long a release takes new files, in days. Default 14. */
  readonly releaseWindowDays?: number;
  /** The classifiers that exist. Default: any passes. */
  readonly classifiers?: ReadonlySet<string>;
  /** How many projects users may create before they are told 429. Default: no limit. */
  readonly newProjectLimit?: number;
  /** Project names that nobody may have. Default: none. */
  readonly prohibitedNames?: readonly string[];
  /** Announce the exchange at `/.well-known/pytp` too (PEP 807), with problem JSON for errors. Default `false`. */
  readonly discovery?: boolean;
  /** Minted tokens are good for one upload each; PEP 807 calls it `single-use-token`. Default `false`. */
  readonly singleUseTokens?: boolean;
  /** The host that tokens name. Default `127.0.0.1`. */
  readonly location?: string;
  /** Where the index makes the folder that it keeps its files in until it is closed. Default: the system's temporary folder. */
  readonly temporaryFolder?: string;
  /** Port on 127.0.0.1. Default: any free one. */
  readonly port?: number;
  /** The clock. Default: the real one. */
  readonly now?: () => Date;
}

/** Switches that PyPI's administrators have too. */
export interface IndexFlags {
  readonly readOnly: boolean;
  readonly uploadsDisabled: boolean;
  readonly newProjectsDisabled: boolean;
  readonly trustedPublishingDisabled: boolean;
  /** Issuers whose tokens are not taken for now. */
  readonly disabledIssuers: readonly IssuerService[];
  /** Attestations are ignored and provenance is not served. */
  readonly attestationsDisabled: boolean;
}
