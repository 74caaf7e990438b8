import { inspect } from 'node:util';

/** A short-lived token for uploads. The token stays behind `reveal()`; printing or serialising shows none of it. */
export interface UploadToken {
  /** When it ends. The index allows no tolerance. */
  readonly expiresAt: Date;
  /** The origin of the index it is for: it must go nowhere else. */
  readonly origin: string;
  /** The token itself: a secret, for the upload's `Authorization` header. */
  reveal(): string;
}

/** Wraps a token so that it cannot be printed by accident. */
export function uploadToken(token: string, visible: Omit<UploadToken, 'reveal'>): UploadToken {
  const summary = `UploadToken { origin: ${visible.origin}, expiresAt: ${visible.expiresAt.toISOString()} }`;
  return Object.defineProperties({ ...visible } as UploadToken, {
    reveal: { value: () => token },
    toString: { value: () => summary },
    [inspect.custom]: { value: () => summary },
  });
}
