export { startLocalSigstore, type LocalSigstore, type LocalSigstoreOptions } from './local-sigstore.ts';
export {
  createCertificateAuthority,
  type CertificateAuthority,
  type CertificateAuthorityOptions,
  type IssuedCertificate,
} from './certificate-authority.ts';
export type { CertificateExtension, CertificateRequest, KeyUsageName } from './certificate-request.ts';
export { createCertificateLog, type CertificateLog } from './certificate-log.ts';
export type { LogKey } from './log-key.ts';
export { createMerkleTree, leafHash, type MerkleTree } from './merkle-tree.ts';
export {
  createTransparencyLog,
  type RekorEntry,
  type RekorInclusionProof,
  type TransparencyLog,
  type TransparencyLogOptions,
} from './transparency-log.ts';
export { dsseEntryBody, EntryRefused } from './dsse-entry.ts';
export { principalOf, ClaimMissing, type Principal } from './principal.ts';
export { trustedRootOf, type JsonObject, type TrustedRootParts } from './trusted-root.ts';
export type { CertificateFault, EntryFault, Fault, FaultPlan, TransportFault } from './fault.ts';
