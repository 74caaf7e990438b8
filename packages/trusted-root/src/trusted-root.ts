import type { KeyObject } from 'node:crypto';
import type { JsonObject } from '@ropewalk/encoding';

/** Whom verification trusts: the certificate authorities, logs and timestamp authorities of one Sigstore instance. */
export interface TrustedRoot {
  /** The `trusted_root.json` it was made of. */
  readonly json: JsonObject;
  /** Where it came from, for messages: `shipped`, `updated`, or a file. */
  readonly source: string;
  /** Version of the TUF metadata it came with. `undefined` for a file. */
  readonly version?: number;
  /** When it was published (shipped) or last confirmed by TUF (updated). `undefined` for a file. */
  readonly issuedAt?: Date;
  /** The same, decoded and checked. */
  readonly material: TrustedMaterial;
}

/** The contents of a trusted root, decoded. */
export interface TrustedMaterial {
  readonly certificateAuthorities: readonly TrustedAuthority[];
  readonly timestampAuthorities: readonly TrustedAuthority[];
  readonly transparencyLogs: readonly TrustedLog[];
  readonly certificateLogs: readonly TrustedLog[];
}

/** A certificate authority or timestamp authority. */
export interface TrustedAuthority {
  /** Its address, when it has one: for messages. */
  readonly uri: string;
  /** DER, from the issuing certificate up to the root. */
  readonly certificates: readonly Uint8Array[];
  readonly validFor: Validity;
}

/** A transparency log. */
export interface TrustedLog {
  readonly baseUrl: string;
  /** What its entries, checkpoints or timestamps name it by: 32 bytes, as a rule. */
  readonly logId: Uint8Array;
  readonly publicKey: KeyObject;
  readonly validFor: Validity;
}

/** A window of time, both ends included. */
export interface Validity {
  readonly start: Date;
  /** `undefined`: still valid. */
  readonly end?: Date;
}
