import type { CertificateAuthority } from './certificate-authority.ts';
import type { CertificateLog } from './certificate-log.ts';
import type { LogKey } from './log-key.ts';
import type { TransparencyLog } from './transparency-log.ts';

/** Any JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whom a trusted root names. */
export interface TrustedRootParts {
  readonly authority: CertificateAuthority;
  readonly certificateLog: CertificateLog;
  readonly transparencyLog: TransparencyLog;
  /** From when keys and authority count. */
  readonly start: Date;
  readonly fulcioUrl: URL;
}

/** Writes a `trusted_root.json` that trusts these parts and nothing else. */
export function trustedRootOf(parts: TrustedRootParts): JsonObject {
  const validFor = { start: parts.start.toISOString().replace(/\.\d+Z$/, 'Z') };
  const { authority, certificateLog, transparencyLog, fulcioUrl } = parts;
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    // As in production, the address carries the name in the checkpoints: verifiers match the one with the other.
    tlogs: [logOf(`https://${transparencyLog.origin}`, transparencyLog.key, validFor)],
    certificateAuthorities: [
      {
        subject: { organization: authority.organization, commonName: authority.commonName },
        uri: fulcioUrl.href,
        certChain: { certificates: authority.chain.map((der) => ({ rawBytes: base64(der) })) },
        validFor,
      },
    ],
    ctlogs: [logOf(new URL('/ct', fulcioUrl).href, certificateLog.key, validFor)],
    timestampAuthorities: [],
  };
}

function logOf(baseUrl: string, key: LogKey, validFor: JsonObject): JsonObject {
  return {
    baseUrl,
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: base64(key.publicKey), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: base64(key.logId) },
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
