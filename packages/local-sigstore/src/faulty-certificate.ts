import { generateKeyPairSync } from 'node:crypto';
import { createCertificateAuthority, type CertificateAuthority } from './certificate-authority.ts';
import { createCertificateLog } from './certificate-log.ts';
import type { CertificateRequest } from './certificate-request.ts';
import type { Fault } from './fault.ts';

const HOUR_MS = 60 * 60 * 1000;

/**
 * Issues the certificate asked for, with the fault asked for.
 *
 * @returns PEM of leaf, intermediate and root.
 */
export async function issueWithFault(
  authority: CertificateAuthority,
  request: CertificateRequest,
  options: { readonly fault: Fault | undefined; readonly now: Date },
): Promise<readonly string[]> {
  const { fault, now } = options;
  const issue = async (changes: Partial<CertificateRequest>) => (await authority.issue({ ...request, ...changes })).chainPem;
  switch (fault?.kind) {
    case 'expired-certificate':
      return issue({ notBefore: new Date(now.getTime() - HOUR_MS - 600_000), notAfter: new Date(now.getTime() - HOUR_MS) });
    case 'future-certificate':
      return issue({ notBefore: new Date(now.getTime() + HOUR_MS) });
    case 'other-key':
      return issue({ publicKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey });
    case 'no-sct':
    case 'detached-sct':
      return issue({ certificateLogs: [] });
    case 'foreign-sct':
      return issue({ certificateLogs: [createCertificateLog({ now: () => now })] });
    case 'foreign-certificate': {
      const { organization, commonName } = authority;
      const foreign = await createCertificateAuthority({ organization, commonName, certificateLog: createCertificateLog() });
      return (await foreign.issue(request)).chainPem;
    }
    default:
      return issue({});
  }
}
