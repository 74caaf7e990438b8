import type { HttpClient } from '@ropewalk/core';
import type { PublishOptions } from './publish-options.ts';
import type { PublishSettings } from './settings.ts';
import type { FindIdentity } from './standing.ts';
import type { SigningMode } from './stop.ts';

/** What one release is run with, from its files to its end. */
export interface ReleaseRun {
  readonly settings: PublishSettings;
  readonly options: PublishOptions;
  readonly http: HttpClient;
  readonly mode: SigningMode;
  readonly findIdentity: FindIdentity;
}
