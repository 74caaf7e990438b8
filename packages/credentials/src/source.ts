import type { Credential } from './credential.ts';
import type { FoundSecret } from './check-secret.ts';

/** What one source answers when it is asked. */
export type SourceAnswer = (
  | { readonly status: 'none'; readonly reason?: string }
  | { readonly status: 'ignored'; readonly reason: string }
  | { readonly status: 'found'; readonly secret: FoundSecret }
  | { readonly status: 'found'; readonly credential: Credential }
) & {
  /** What it has for others, in the order it was looked at. */
  readonly passedOver?: readonly PassedOver[];
};

/** A secret that a source has, and that is not for this release. */
export interface PassedOver {
  /** Where it is: `section [demo] of /home/me/.pypirc`. */
  readonly source: string;
  readonly reason: string;
  /** Whether it is a token that is good, but for other projects. */
  readonly isForOthers: boolean;
}

/** A place where a credential may be. */
export interface CredentialSource {
  /** For people, e.g. `the environment variables TWINE_USERNAME and TWINE_PASSWORD`. */
  readonly name: string;
  /** Whether asking it has an effect outside, such as a question to a person: then it is asked only when needed. */
  readonly isIntrusive?: boolean;
  look(): Promise<SourceAnswer>;
}
