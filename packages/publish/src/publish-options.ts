import type { IdentityProvider, Publisher } from '@ropewalk/core';
import type { CredentialPrompt, Keyring, Netrc, Pypirc } from '@ropewalk/credentials';
import type { InspectedDistribution } from '@ropewalk/distribution';
import type { CheckOptions, RenderedDescription } from '@ropewalk/preflight';
import type { AttestationChoice } from './attestation-plan.ts';
import type { Destination } from './destination.ts';
import type { RunOptions } from './run-options.ts';
import type { SigningOptions, SigstoreOptions } from './signing-options.ts';

/** As whom a release is published. */
export interface PublisherOptions {
  /** Where an identity comes from when no token was given, e.g. `anyCi()` of `@ropewalk/oidc`. Default none. */
  readonly identity?: IdentityProvider;
  /** Whom this process must be for the release to go on, any of them. Default: whoever it is. */
  readonly expectedPublishers?: readonly Publisher[];
  /** An upload token. When one is given (here or in `env`), no identity is asked for and nothing is signed. */
  readonly token?: string;
  /** Default `__token__`. */
  readonly username?: string;
  readonly password?: string;
  /** Reads `.pypirc`: `readPypirc` of `@ropewalk/credentials`. Default: none is read. */
  readonly pypirc?: () => Promise<Pypirc | undefined>;
  /**
   * The system's keyring: of the same, `programKeyring()` (Python's `keyring`), `nativeKeyring()` (`@napi-rs/keyring`), or
   * `severalKeyrings` of both. Default none.
   */
  readonly keyring?: Keyring;
  /** Reads netrc: `readNetrc` of the same. Default: none is read. */
  readonly netrc?: () => Promise<Netrc | undefined>;
  /** Asks a person when nothing else has a credential. Hand it in only where `mayPrompt`. Default: nobody is asked. */
  readonly prompt?: CredentialPrompt;
}

/** Where a release goes, and what is done there. */
export interface DeliveryOptions {
  /** Where the index takes uploads. Default `ROPEWALK_REPOSITORY_URL`, else PyPI. */
  readonly repositoryUrl?: string | URL;
  /** Several indexes, one after the other: signed once, and none is begun before the one before it is done. Instead of `repositoryUrl`. */
  readonly destinations?: readonly Destination[];
  /** The audience of the index, where it is not PyPI's, TestPyPI's or the index's own host. Default `ROPEWALK_AUDIENCE`. */
  readonly audience?: string;
  /** Default: required from indexes that take them, off for the others. See {@link AttestationChoice}. */
  readonly attestations?: AttestationChoice;
  /** A folder where attestations are kept, and looked for besides the distributions' own. Default: new ones are not written. */
  readonly attestationFolder?: string;
  /** Passes over files that are there and that nobody can compare. Other content is an error all the same. Default `false`. */
  readonly skipExisting?: boolean;
  /** Does everything but sign and upload. Default `false`. */
  readonly dryRun?: boolean;
  /** How long the index is asked afterwards until it serves everything, in milliseconds; `false`: not at all. Default 180 000. */
  readonly waitMs?: number | false;
  /** Free text that goes with every file. Default none. */
  readonly comment?: string;
  /** By whose rules the files are checked first. Default: PyPI's for PyPI and TestPyPI, else those that hold everywhere. */
  readonly rules?: NonNullable<CheckOptions['index']>;
  /** Has descriptions in reStructuredText rendered, by docutils for instance. Default: ropewalk's own check judges them. */
  readonly renderDescriptions?: RenderDescriptions;
}

/** Renders what among the descriptions of a release is reStructuredText. */
export type RenderDescriptions = (
  distributions: readonly InspectedDistribution[],
  signal?: AbortSignal,
) => Promise<{
  /** What did it, for the output: `docutils 0.23`; left out when there was nothing to do, or nobody to do it. */
  readonly title?: string;
  /** By description text, as `renderDescriptions` of `@ropewalk/preflight` makes it. */
  readonly rendered?: ReadonlyMap<string, RenderedDescription>;
}>;

/** How a release is published. Everything has a default but a way to be somebody: `identity` or a token. */
export interface PublishOptions extends PublisherOptions, DeliveryOptions, SigningOptions, SigstoreOptions, RunOptions {}

/** How a release that was signed elsewhere, or is not to be signed, is uploaded. */
export type UploadOptions = PublishOptions;
