import { RFC3161Timestamp } from '@sigstore/core';
import type { ParsedBundle } from './bundle/parsed-bundle.ts';
import { refuse } from './refuse.ts';
import type { SignedTime } from './verification.ts';

/** Lists the times stated for a bundle: the log's, where a promise vouches for it, and each timestamp authority's. */
export function signedTimes({ entries, timestamps }: ParsedBundle): readonly SignedTime[] {
  const fromLogs = entries
    .filter((entry) => entry.promise !== undefined && entry.integratedTime > 0)
    .map((entry): SignedTime => ({ source: 'log', time: dateOf(entry.integratedTime) }));
  const fromAuthorities = timestamps.map((der): SignedTime => ({ source: 'timestamp-authority', time: signingTime(der) }));
  return [...fromLogs, ...fromAuthorities];
}

function dateOf(seconds: number): Date {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) throw refuse('BUNDLE_INTEGER', 'The time of the log entry is beyond all dates.');
  return date;
}

function signingTime(der: Buffer): Date {
  try {
    return RFC3161Timestamp.parse(Buffer.from(der)).signingTime;
  } catch (cause) {
    throw refuse('TIMESTAMP', 'A timestamp of the bundle cannot be read.', { cause });
  }
}
