import { IdentityError, isCodedError, parseIdentityToken, type Identity, type IdentityProvider, type IdentityToken } from '@ropewalk/core';

/**
 * Wraps a provider that somebody else wrote: what it throws names the module, what it returns is held against what it
 * should be, and its tokens are for the audience that was asked for.
 *
 * @param module - The module's path, for messages.
 */
export function guardedProvider(provider: IdentityProvider, module: string): IdentityProvider {
  return {
    name: provider.name,
    async detect(options) {
      const identity: unknown = await named(module, options, async () => provider.detect(options));
      if (identity === undefined) return undefined;
      if (!isIdentity(identity)) throw unusable(module, 'Its `detect` returns neither `undefined` nor an identity', 'Return an object with `provider` and a method `requestToken`.');
      return {
        provider: identity.provider,
        async requestToken(audience, request) {
          const jwt = await named(module, request, async () => {
            const token: unknown = await identity.requestToken(audience, request);
            return isToken(token) ? token.reveal() : undefined;
          });
          if (jwt === undefined) throw unusable(module, 'Its `requestToken` returns no identity token', 'Return what `parseIdentityToken` of @ropewalk/core makes of the JWT.');
          return parseIdentityToken(jwt, audience);
        },
      };
    },
  };
}

/** Runs a part of the module. @throws {@link IdentityError} `IDENTITY_REQUEST_FAILED`, what is coded already, and what ends an aborted run. */
export async function named<Result>(module: string, options: { readonly signal?: AbortSignal } | undefined, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (isCodedError(error) || options?.signal?.aborted === true) throw error;
    // Loaded only here: most runs need none of it.
    const { redact } = await import('@ropewalk/http');
    throw new IdentityError({
      code: 'IDENTITY_REQUEST_FAILED',
      message: `The identity module ${module} failed: ${redact(error instanceof Error ? error.message : String(error))}`,
      remedy: 'Mend the module; --debug shows where it failed.',
      cause: error,
    });
  }
}

function isIdentity(value: unknown): value is Identity {
  return typeof value === 'object' && value !== null && 'provider' in value && typeof value.provider === 'string' && 'requestToken' in value && typeof value.requestToken === 'function';
}

function isToken(value: unknown): value is IdentityToken {
  return typeof value === 'object' && value !== null && 'reveal' in value && typeof value.reveal === 'function' && typeof value.reveal() === 'string';
}

function unusable(module: string, problem: string, remedy: string): IdentityError {
  return new IdentityError({ code: 'IDENTITY_UNUSABLE', message: `The identity module ${module} cannot be used. ${problem}.`, remedy });
}
