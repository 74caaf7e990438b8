import type { ReuseOrSignContext } from './holdings.ts';
import type { ReleaseRun } from './release-run.ts';
import type { SigningContext } from './sign-jobs.ts';
import { publicGoodSigstore } from './sigstore-instance.ts';
import type { Stop } from './stop.ts';

/** Where the attestations of a release are looked for and kept, and how they are made. */
export interface GatherContext extends Omit<SigningContext, 'identity' | 'token'>, Pick<ReuseOrSignContext, 'slsa' | 'fromBundles' | 'env'> {
  /** A folder for attestations. They are also looked for beside the distributions. */
  readonly folder: string | undefined;
  /** Whether the release goes on without attestations when signing does not work. */
  readonly mayGoWithout: boolean;
}

/** Puts together what gathering for these indexes needs. */
export async function gatherContext({ options, settings, http }: ReleaseRun, takers: readonly Stop[]): Promise<GatherContext> {
  return {
    http,
    sigstore: settings.sigstore ?? publicGoodSigstore(await options.publicGoodRoot?.()),
    kinds: settings.kinds,
    allowPublicLog: options.allowPublicLog ?? false,
    expectedPublishers: options.expectedPublishers ?? [],
    repositoryUrls: takers.map(({ standing }) => standing.destination.repositoryUrl),
    now: settings.now,
    signal: options.signal,
    folder: options.attestationFolder,
    slsa: options.slsa ?? false,
    fromBundles: options.fromBundles ?? [],
    env: settings.env,
    concurrency: options.signingConcurrency,
    timeoutMs: options.signingTimeoutMs,
    mayGoWithout: options.attestations === 'auto',
  };
}
