import type { PublisherRecord } from '../matching/publisher-record.ts';

/** As whom a request comes. */
export type Identity =
  | User
  | { readonly type: 'publisher'; readonly publisher: PublisherRecord };

/** Somebody with an account. */
export interface User {
  readonly type: 'user';
  readonly userId: string;
  readonly username: string;
  /** Normalised names of the projects this user may upload to; `undefined`: all, and new ones. */
  readonly projects: ReadonlySet<string> | undefined;
  readonly hasVerifiedEmail: boolean;
  readonly hasTwoFactor: boolean;
}
