import type { HttpClient } from '@ropewalk/core';
import { createCertificateAuthority, type CertificateAuthority } from './certificate-authority.ts';
import { createCertificateLog, type CertificateLog } from './certificate-log.ts';
import { createFaults, type Fault, type FaultPlan } from './fault.ts';
import { fulcioRoutes } from './fulcio-routes.ts';
import { listenOnLoopback } from './loopback-server.ts';
import { rekorRoutes } from './rekor-routes.ts';
import { createService } from './service.ts';
import { createTokenVerifier } from './token-verifier.ts';
import { createTransparencyLog, type TransparencyLog } from './transparency-log.ts';
import { trustedRootOf, type JsonObject } from './trusted-root.ts';

/** How a Sigstore on loopback is started. */
export interface LocalSigstoreOptions {
  /** Fetches the issuers' keys. */
  readonly http: HttpClient;
  /** From each issuer whose tokens count (by its production name) to the address of its keys (JWKS). */
  readonly issuers: ReadonlyMap<string, URL>;
  /** Default: the real clock. */
  readonly now?: () => Date;
  /** How many entries earlier shards of the log hold, so that an entry's two indexes differ. Default 0. */
  readonly earlierEntries?: number;
}

/** A Sigstore on loopback, with fresh keys. */
export interface LocalSigstore {
  readonly fulcioUrl: URL;
  readonly rekorUrl: URL;
  /** `trusted_root.json`, valid since an hour before the start. */
  readonly trustedRoot: JsonObject;
  readonly authority: CertificateAuthority;
  readonly certificateLog: CertificateLog;
  readonly transparencyLog: TransparencyLog;
  /** Makes a service misbehave from now on, when it is asked for something new. */
  misbehave(service: 'fulcio' | 'rekor', fault: Fault, plan?: FaultPlan): void;
  /** Ends all misbehaviour. */
  behave(): void;
  /** How often each service was asked since the start. */
  requests(): { readonly fulcio: number; readonly rekor: number };
  close(): Promise<void>;
}

const HOUR_MS = 60 * 60 * 1000;

/** Starts a Fulcio and a Rekor v1 on free ports of 127.0.0.1, with a certificate transparency log between them. */
export async function startLocalSigstore(options: LocalSigstoreOptions): Promise<LocalSigstore> {
  const { http, issuers, earlierEntries = 0 } = options;
  const now = options.now ?? (() => new Date());
  const certificateLog = createCertificateLog({ now });
  const authority = await createCertificateAuthority({ certificateLog, now, backdateMs: HOUR_MS });
  const transparencyLog = createTransparencyLog({ now, earlierEntries });
  const verifyToken = createTokenVerifier({ http, issuers, now });
  const faults = { fulcio: createFaults(), rekor: createFaults() };
  const fulcioService = createService(fulcioRoutes({ authority, verifyToken, issuers: [...issuers.keys()], now }), { faults: faults.fulcio, now });
  const rekorService = createService(rekorRoutes(transparencyLog), { faults: faults.rekor, now });
  const fulcio = await listenOnLoopback(fulcioService.routes);
  const rekor = await listenOnLoopback(rekorService.routes);
  return {
    fulcioUrl: fulcio.url,
    rekorUrl: rekor.url,
    trustedRoot: trustedRootOf({
      authority,
      certificateLog,
      transparencyLog,
      start: new Date(now().getTime() - HOUR_MS),
      fulcioUrl: fulcio.url,
    }),
    authority,
    certificateLog,
    transparencyLog,
    misbehave: (service, fault, plan) => faults[service].add(fault, plan),
    behave() {
      faults.fulcio.clear();
      faults.rekor.clear();
    },
    requests: () => ({ fulcio: fulcioService.requests(), rekor: rekorService.requests() }),
    close: async () => {
      await Promise.all([fulcio.close(), rekor.close()]);
    },
  };
}
