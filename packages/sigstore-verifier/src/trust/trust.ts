import type { TrustedLog, TrustedRoot } from '@ropewalk/trusted-root';
import type { TrustMaterial } from '@sigstore/verify';
import { FastCertificate } from '../certificate/fast-certificate.ts';
import { refuse } from '../refuse.ts';

/** A trusted root, made ready for verification once and used for many bundles. */
export interface Trust {
  readonly root: TrustedRoot;
  readonly material: TrustMaterial;
}

const endOfTime = new Date(8_640_000_000_000_000);

/** Prepares a trusted root. @throws {@link SigstoreVerificationError} `VERIFICATION_FAILED` when a certificate in it cannot be read. */
export function prepareTrust(root: TrustedRoot): Trust {
  const { certificateAuthorities, timestampAuthorities, transparencyLogs, certificateLogs } = root.material;
  const authorities = (list: typeof certificateAuthorities): TrustMaterial['certificateAuthorities'] =>
    list.map(({ certificates, validFor }) => ({ certChain: certificates.map(certificateOf), validFor: { end: endOfTime, ...validFor } }));
  return {
    root,
    material: {
      certificateAuthorities: authorities(certificateAuthorities),
      timestampAuthorities: authorities(timestampAuthorities),
      tlogs: transparencyLogs.map(logOf),
      ctlogs: certificateLogs.map(logOf),
      publicKey: () => {
        throw refuse('SIGNER_UNEXPECTED', 'The bundle is signed with a bare key, and no key was given.');
      },
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
