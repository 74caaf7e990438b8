import type { Identity, IdentityToken } from '@ropewalk/core';
import { maskedIdentity } from './masked.ts';

/** An identity, and the last of its tokens that was looked at: for who it is, never to be used again. */
export interface IdentityMemory {
  readonly identity: Identity;
  note(token: IdentityToken): void;
  lastToken(): IdentityToken | undefined;
}

/** Begins to remember an identity. */
export function rememberedIdentity(identity: Identity, maskSecret: ((secret: string) => void) | undefined): IdentityMemory {
  let last: IdentityToken | undefined;
  return {
    identity: maskedIdentity(identity, maskSecret),
    note: (token) => {
      last = token;
    },
    lastToken: () => last,
  };
}
