import type { CertificateIdentity } from '@ropewalk/core';
import { legacyText } from '../certificate/certificate-identity.ts';
import type { LeafCertificate } from '../certificate/leaf-certificate.ts';
import { refuse } from '../refuse.ts';
import type { Step, Verification } from '../verification.ts';

/** Old extension → the new one that states the same fact. */
const twins = [
  [1, 'issuer'],
  [2, 'buildTrigger'],
  [3, 'sourceRepositoryDigest'],
  [6, 'sourceRepositoryRef'],
] as const satisfies readonly (readonly [number, keyof CertificateIdentity])[];

/** No extension appears twice, and those that state the same fact agree. */
export const extensionsAgree: Step = {
  code: 'CERTIFICATE_EXTENSIONS',
  title: 'the certificate does not contradict itself',
  ofCertificate: true,
  check(verification) {
    const leaf = verification.leaf();
    refuseDoubled(leaf);
    refuseDisagreeing(leaf, verification);
    return `${leaf.certificateExtensions.length} extensions, each once`;
  },
};

function refuseDoubled(leaf: LeafCertificate): void {
  const seen = new Set<string>();
  for (const { oid } of leaf.certificateExtensions) {
    if (seen.has(oid)) throw refuse('CERTIFICATE_EXTENSIONS', 'The certificate has the same extension twice.', { actual: oid });
    seen.add(oid);
  }
}

function refuseDisagreeing(leaf: LeafCertificate, { identity }: Verification): void {
  for (const [number, member] of twins) {
    const old = legacyText(leaf, number);
    const current = identity()[member];
    if (old === undefined || current === undefined || old === current) continue;
    throw refuse('CERTIFICATE_EXTENSIONS', `The certificate contradicts itself: .${number} and ${member} differ.`, { expected: old, actual: current });
  }
  refuseOtherRepository(legacyText(leaf, 5), identity().sourceRepositoryUri);
}

/** The old form of the repository is the path alone, the new one an address. */
function refuseOtherRepository(old: string | undefined, current: string | undefined): void {
  if (old === undefined || current === undefined || current.endsWith(`/${old}`)) return;
  throw refuse('CERTIFICATE_EXTENSIONS', 'The certificate contradicts itself: .5 and sourceRepositoryUri differ.', { expected: old, actual: current });
}
