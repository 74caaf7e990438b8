import type { TrustedAuthority, TrustedLog, TrustedRoot } from '@ropewalk/trusted-root';
import type { TrustMaterial } from '@sigstore/verify';
import { FastCertificate } from '../certificate/fast-certificate.ts';
import type { LeafCertificate } from '../certificate/leaf-certificate.ts';
import { refuse } from '../refuse.ts';
import { certificateMemories, type CertificateMemory } from './certificate-memory.ts';

/** A trusted root, made ready for verification once and used for many bundles. */
export interface Trust {
  readonly root: TrustedRoot;
  readonly material: TrustMaterial;
  /** What is known of a signing certificate under this root. */
  readonly memoryOf: (leaf: LeafCertificate) => CertificateMemory;
}

const endOfTime = new Date(8_640_000_000_000_000);

/** Prepares a trusted root. */
export function prepareTrust(root: TrustedRoot): Trust {
  const { certificateAuthorities, timestampAuthorities, transparencyLogs, certificateLogs } = root.material;
  return {
    root,
    memoryOf: certificateMemories(),
    material: {
      certificateAuthorities: certificateAuthorities.map(authorityOf),
      timestampAuthorities: timestampAuthorities.map(authorityOf),
      tlogs: transparencyLogs.map(logOf),
      ctlogs: certificateLogs.map(logOf),
      publicKey: () => {
        throw refuse('SIGNER_UNEXPECTED', 'The bundle is signed with a bare key, and no key was given.');
      },
    },
  };
}

/** Certificates are read when they are first needed: most of a root's are of no use for the one bundle at hand. */
function authorityOf({ certificates, validFor }: TrustedAuthority): TrustMaterial['certificateAuthorities'][number] {
  let certChain: FastCertificate[] | undefined;
  return {
    validFor: { end: endOfTime, ...validFor },
    get certChain() {
      certChain ??= certificates.map(certificateOf);
      return certChain;
    },
  };
}

function logOf({ baseUrl, logId, publicKey, validFor }: TrustedLog): TrustMaterial['tlogs'][number] {
  return { baseURL: baseUrl, logID: Buffer.from(logId), publicKey, validFor: { end: endOfTime, ...validFor } };
}

function certificateOf(der: Uint8Array): FastCertificate {
  try {
    return new FastCertificate(der);
  } catch (cause) {
    throw refuse('VERIFICATION_FAILED', 'A certificate of the trusted root cannot be read.', { cause });
  }
}
