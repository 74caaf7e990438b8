import type { TrustedLog, TrustedRoot, Validity } from '@ropewalk/trusted-root';

/** A certificate authority, timestamp authority or log, in words. */
export interface TrustedService {
  readonly role: 'certificate authority' | 'timestamp authority' | 'transparency log' | 'certificate transparency log';
  readonly address: string;
  /** Hexadecimal; of logs. */
  readonly logId?: string;
  readonly validFrom: Date;
  /** `undefined`: still valid. */
  readonly validUntil?: Date;
}

/** A trusted root as plain data: where it is from, how old, and whom it trusts. */
export interface TrustedRootData {
  readonly source: string;
  readonly version?: number;
  readonly issuedAt?: Date;
  readonly ageDays?: number;
  readonly services: readonly TrustedService[];
}

const dayMs = 24 * 60 * 60 * 1000;

/** Describes a trusted root. */
export function trustedRootAsData({ source, version, issuedAt, material }: TrustedRoot, now: Date = new Date()): TrustedRootData {
  const { certificateAuthorities, timestampAuthorities, transparencyLogs, certificateLogs } = material;
  return {
    source,
    ...(version === undefined ? {} : { version }),
    ...(issuedAt === undefined ? {} : { issuedAt, ageDays: Math.max(0, Math.floor((now.getTime() - issuedAt.getTime()) / dayMs)) }),
    services: [
      ...certificateAuthorities.map(({ uri, validFor }): TrustedService => ({ role: 'certificate authority', address: uri, ...window(validFor) })),
      ...timestampAuthorities.map(({ uri, validFor }): TrustedService => ({ role: 'timestamp authority', address: uri, ...window(validFor) })),
      ...transparencyLogs.map((log) => logData('transparency log', log)),
      ...certificateLogs.map((log) => logData('certificate transparency log', log)),
    ],
  };
}

function logData(role: TrustedService['role'], { baseUrl, logId, validFor }: TrustedLog): TrustedService {
  return { role, address: baseUrl, logId: Buffer.from(logId).toString('hex'), ...window(validFor) };
}

function window({ start, end }: Validity): { readonly validFrom: Date; readonly validUntil?: Date } {
  return { validFrom: start, ...(end === undefined ? {} : { validUntil: end }) };
}
