import type { Check, CheckResult } from './check.ts';
import { refuse } from './refuse.ts';
import type { VerifiedContent } from './verified-bundle.ts';
import type { Verification } from './verification.ts';

/** Gathers what a verification showed. Only for one whose every step passed. */
export function verifiedContent({ bundle, times, trust }: Verification, checks: readonly CheckResult[]): VerifiedContent {
  const { content } = bundle;
  const [entry] = bundle.entries;
  const [first, ...others] = times().map(({ time }) => time);
  if (entry === undefined || first === undefined) throw refuse('VERIFICATION_FAILED', 'The bundle has no entry or no time.');
  const log = trust.root.material.transparencyLogs.find(({ logId }) => entry.logId.equals(logId));
  return {
    payload: content.type === 'dsse' ? content.payload : new Uint8Array(),
    payloadType: content.type === 'dsse' ? content.payloadType : '',
    logEntry: {
      logIndex: String(entry.logIndex),
      logId: entry.logId.toString('hex'),
      kind: entry.kind,
      version: entry.version,
      baseUrl: log?.baseUrl ?? '',
      ...(entry.promise === undefined ? {} : { integratedTime: new Date(entry.integratedTime * 1000) }),
    },
    signedAt: others.reduce((earliest, time) => (time < earliest ? time : earliest), first),
    checks: checks.map(({ code, title, seen }): Check => ({ code, title, ...(seen === undefined ? {} : { seen }) })),
  };
}
