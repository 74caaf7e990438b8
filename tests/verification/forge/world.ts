import {
  createCertificateAuthority,
  createCertificateLog,
  createTransparencyLog,
  trustedRootOf,
  type CertificateAuthority,
  type CertificateLog,
  type TransparencyLog,
} from '@ropewalk/local-sigstore';
import { parseTrustedRoot, type TrustedRoot } from '@ropewalk/trusted-root';

/** A Sigstore of our own: its keys sign whatever a test asks for. */
export interface World {
  readonly authority: CertificateAuthority;
  readonly certificateLog: CertificateLog;
  readonly transparencyLog: TransparencyLog;
  readonly trustedRoot: TrustedRoot;
  /** `trusted_root.json`, to be altered. */
  readonly trustedRootJson: Record<string, unknown>;
}

/** Makes one. @param now - The clock of its logs and of its authority. Default: the real one. */
export async function createWorld(now: () => Date = () => new Date()): Promise<World> {
  const certificateLog = createCertificateLog({ now });
  const authority = await createCertificateAuthority({ certificateLog, now });
  const transparencyLog = createTransparencyLog({ now, earlierEntries: 1000 });
  const start = new Date(now().getTime() - 60 * 60 * 1000);
  const trustedRootJson: Record<string, unknown> = {
    ...trustedRootOf({ authority, certificateLog, transparencyLog, start, fulcioUrl: new URL('http://127.0.0.1:1/') }),
  };
  return { authority, certificateLog, transparencyLog, trustedRootJson, trustedRoot: parseTrustedRoot(JSON.stringify(trustedRootJson), { source: 'forged' }) };
}
