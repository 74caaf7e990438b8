import type { IdentityToken } from './identity-token.ts';

/** A place that can vouch for this process, such as a CI system. */
export interface IdentityProvider {
  /** Kebab-case name for messages and flags, e.g. `github`. */
  readonly name: string;
  /**
   * Looks for the identity of this process. Spends no token.
   *
   * @returns `undefined` when this process does not run there.
   * @throws {@link IdentityError} when it does, but no identity can be had; the error says why.
   */
  detect(options?: { readonly signal?: AbortSignal }): Promise<Identity | undefined>;
}

/** An identity found. Both audiences of a run (Sigstore's and the index's) are asked of the same one. */
export interface Identity {
  /** Name of the provider that found it. */
  readonly provider: string;
  /**
   * Requests a token for one audience.
   *
   * @param audience - As Sigstore (`sigstore`) or the index announces it.
   * @throws {@link IdentityError}
   */
  requestToken(audience: string, options?: { readonly signal?: AbortSignal }): Promise<IdentityToken>;
}

/** Makes one provider of several, asked in the order given. "Not here" moves on; "here, but broken" stops. */
export function firstOf(...providers: readonly IdentityProvider[]): IdentityProvider {
  return {
    name: providers.map((provider) => provider.name).join('-or-'),
    async detect(options) {
      for (const provider of providers) {
        const identity = await provider.detect(options);
        if (identity !== undefined) return identity;
      }
      return undefined;
    },
  };
}
