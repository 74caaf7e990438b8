import type { KeyObject } from 'node:crypto';
import type { CertificateIdentity } from '@ropewalk/core';
import { leafIdentity } from './certificate/certificate-identity.ts';
import type { LeafCertificate } from './certificate/leaf-certificate.ts';
import { parseCheckpoint } from './log/checkpoint.ts';
import { parseEntryBody } from './log/entry-body.ts';
import { askLibrary } from './library.ts';
import type { ParsedBundle } from './bundle/parsed-bundle.ts';
import type { VerifyBundleOptions } from './options.ts';
import { refuse } from './refuse.ts';
import { signedTimes } from './signed-times.ts';
import type { Trust } from './trust/trust.ts';
import type { Verification } from './verification.ts';

/** What a verification starts from. */
export interface VerificationParts {
  readonly bundle: ParsedBundle;
  readonly trust: Trust;
  readonly now: Date;
  readonly options: VerifyBundleOptions;
  /** The bare key expected in place of a certificate. */
  readonly publicKey?: KeyObject;
  /** Reads a certificate; may remember it by its bytes. */
  readonly readLeaf: (der: Buffer) => LeafCertificate;
}

/** Gathers what the steps look at, each part worked out once and only when it is asked for. */
export function createVerification(parts: VerificationParts): Verification {
  const { bundle, trust, now, options } = parts;
  const verification: Verification = {
    bundle,
    trust,
    now,
    options,
    leaf: once(() => leafOf(parts)),
    key: once(() => parts.publicKey ?? verification.leaf().key),
    identity: once(() => identityOf(verification)),
    times: once(() => signedTimes(bundle)),
    bodies: once(() => bundle.entries.map(parseEntryBody)),
    checkpoints: once(() => bundle.entries.flatMap(({ proof }) => (proof === undefined ? [] : [parseCheckpoint(proof.checkpoint)]))),
    library: once(() => askLibrary(verification)),
  };
  return verification;
}

function leafOf({ bundle, publicKey, readLeaf }: VerificationParts): LeafCertificate {
  const { signer } = bundle;
  if (signer.type === 'key') throw refuse('SIGNER_UNEXPECTED', 'The bundle is signed with a bare key, not with a certificate.');
  if (publicKey !== undefined) throw refuse('SIGNER_UNEXPECTED', 'The bundle is signed with a certificate, not with the key expected.');
  return readable(() => readLeaf(signer.der));
}

function identityOf({ leaf, trust }: Verification): CertificateIdentity {
  const memory = trust.memoryOf(leaf());
  memory.identity ??= readable(() => leafIdentity(leaf()));
  return memory.identity;
}

function readable<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    throw refuse('CERTIFICATE_MALFORMED', 'The signing certificate cannot be read.', { cause });
  }
}

function once<Value>(work: () => Value): () => Value {
  let outcome: { readonly value: Value } | undefined;
  return () => (outcome ??= { value: work() }).value;
}
