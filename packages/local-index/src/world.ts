import type { FaultPlan } from './faults/fault.ts';
import type { IssuerKeys } from './minting/issuer-keys.ts';
import type { PublisherRegistry } from './minting/publisher-registry.ts';
import type { UsedTokens } from './minting/used-tokens.ts';
import type { IndexFlags, LocalIndexOptions } from './options.ts';
import type { Store } from './store/store.ts';
import type { TokenBook } from './tokens/token-book.ts';

/** Options with their defaults filled in. */
export type ResolvedOptions = Required<Omit<LocalIndexOptions, 'http' | 'publishers' | 'tokens' | 'classifiers' | 'port' | 'location' | 'temporaryFolder'>> &
  { readonly classifiers: ReadonlySet<string> | undefined };

/** Everything that the routes of one index share. */
export interface World {
  readonly options: ResolvedOptions;
  readonly store: Store;
  readonly tokens: TokenBook;
  readonly publishers: PublisherRegistry;
  readonly issuerKeys: IssuerKeys;
  readonly usedTokens: UsedTokens;
  readonly faults: FaultPlan;
  /** A folder of this index alone, deleted at its end. */
  readonly folder: string;
  /** Known once the server listens. */
  origin: string;
  flags: IndexFlags;
  now(): Date;
}
