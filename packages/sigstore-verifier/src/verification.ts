import type { KeyObject } from 'node:crypto';
import type { CertificateIdentity } from '@ropewalk/core';
import type { LeafCertificate } from './certificate/leaf-certificate.ts';
import type { ParsedBundle } from './bundle/parsed-bundle.ts';
import type { EntryBody } from './log/entry-body.ts';
import type { Checkpoint } from './log/checkpoint.ts';
import type { LibraryAnswer } from './library.ts';
import type { VerifyBundleOptions } from './options.ts';
import type { Trust } from './trust/trust.ts';

/** One bundle under verification: what the steps look at. The lazy parts throw the error of the check they belong to. */
export interface Verification {
  readonly bundle: ParsedBundle;
  readonly trust: Trust;
  readonly now: Date;
  readonly options: VerifyBundleOptions;
  /** @throws `SIGNER_UNEXPECTED`, `CERTIFICATE_MALFORMED` */
  leaf(): LeafCertificate;
  /** The key the signature must be made with. */
  key(): KeyObject;
  /** @throws `CERTIFICATE_MALFORMED` */
  identity(): CertificateIdentity;
  /** The times the bundle was signed at, as stated; authenticated by the checks of promise and timestamps. */
  times(): readonly SignedTime[];
  /** The body of each entry, in order. */
  bodies(): readonly EntryBody[];
  /** The checkpoint of each entry's proof, in order. */
  checkpoints(): readonly Checkpoint[];
  /** What the library says of all signatures; asked once. */
  library(): LibraryAnswer;
}

/** A time and who states it. */
export interface SignedTime {
  readonly source: 'log' | 'timestamp-authority';
  readonly time: Date;
}

/** One step of the list. */
export interface Step {
  /** Stable name. */
  readonly code: string;
  /** What is checked, in words. */
  readonly title: string;
  /** Looks at nothing but the certificate and the trusted root: what held is remembered. Default false. */
  readonly ofCertificate?: true;
  /** Checks, throws when it does not hold, and says what was seen. */
  check(verification: Verification): string;
}
