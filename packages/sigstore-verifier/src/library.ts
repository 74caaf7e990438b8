import { toSignedEntity, VerificationError, Verifier, type SignedEntity, type TrustMaterial } from '@sigstore/verify';
import { libraryBundle } from './library-bundle.ts';
import type { SigstoreVerificationCode } from './sigstore-verification-error.ts';
import { windowsOf } from './trust/certificate-memory.ts';
import type { Verification } from './verification.ts';

/** What `@sigstore/verify` said of a bundle: nothing, or where it failed. */
export interface LibraryAnswer {
  readonly failure?: { readonly code: SigstoreVerificationCode; readonly error: unknown };
}

/**
 * Lets `@sigstore/verify` check every signature of the bundle.
 *
 * Chain and certificate transparency of a certificate that held before are not verified again, as long as the times lie
 * in the same windows; everything else is.
 */
export function askLibrary(verification: Verification): LibraryAnswer {
  const { bundle, trust } = verification;
  try {
    if (bundle.signer.type === 'key') {
      verifyWithKey(verification);
      return {};
    }
    const leaf = verification.leaf();
    const { chains } = trust.memoryOf(leaf);
    const windows = windowsOf(leaf, verification.times().map(({ time }) => time), trust.material);
    if (chains.has(windows)) verifyWithKey(verification);
    else verifyWithCertificate(verification, trust.material);
    chains.add(windows);
    return {};
  } catch (error) {
    return { failure: { code: codeOf(error, verification), error } };
  }
}

function verifyWithCertificate(verification: Verification, material: TrustMaterial): void {
  const verifier = new Verifier(material, { tlogThreshold: 1, timestampThreshold: 1, ctlogThreshold: 1 });
  verifier.verify({ ...entityOf(verification), key: { $case: 'certificate', certificate: verification.leaf() } });
}

/** Everything but chain and certificate transparency, under a key that is known to be the right one. */
function verifyWithKey(verification: Verification): void {
  const material = { ...verification.trust.material, publicKey: () => ({ publicKey: verification.key(), validFor: () => true }) };
  const verifier = new Verifier(material, { tlogThreshold: 1, timestampThreshold: 1, ctlogThreshold: 0 });
  verifier.verify({ ...entityOf(verification), key: { $case: 'public-key', hint: '' } });
}

function entityOf(verification: Verification): SignedEntity {
  const { bundle, options } = verification;
  const artifact = options.artifact !== undefined && 'bytes' in options.artifact ? Buffer.from(options.artifact.bytes) : undefined;
  const entity = toSignedEntity(libraryBundle(bundle), artifact);
  return { ...entity, signature: withDigest(entity.signature, verification) };
}

/** Where only the artifact's digest is known, the caller's function verifies the signature over it. */
function withDigest(signature: SignedEntity['signature'], { bundle, options }: Verification): SignedEntity['signature'] {
  const { artifact } = options;
  if (bundle.content.type === 'dsse' || (artifact !== undefined && 'bytes' in artifact)) return signature;
  const verifyDigest = artifact?.verifyDigest;
  const { digest, signature: bytes } = bundle.content;
  return {
    signature: signature.signature,
    compareSignature: (other) => signature.compareSignature(other),
    compareDigest: (other) => signature.compareDigest(other),
    compareSignedDigest: (other) => signature.compareSignedDigest(other),
    verifySignature: (key) => verifyDigest !== undefined && verifyDigest(digest, bytes, key),
  };
}

function codeOf(error: unknown, verification: Verification): SigstoreVerificationCode {
  if (!(error instanceof VerificationError)) return 'VERIFICATION_FAILED';
  // `code` lives on a base class the library does not export.
  switch ((error as Error & { readonly code?: string }).code) {
    case 'TIMESTAMP_ERROR':
      return 'TIMESTAMP';
    case 'CERTIFICATE_ERROR':
      return error.message.includes('SCT') ? 'CT_PROOF' : chainCode(verification);
    case 'TLOG_INCLUSION_PROMISE_ERROR':
      return 'INCLUSION_PROMISE';
    case 'TLOG_INCLUSION_PROOF_ERROR':
      return error.message.includes('checkpoint') ? 'CHECKPOINT' : 'INCLUSION_PROOF';
    case 'TLOG_MISSING_INCLUSION_ERROR':
      return 'INCLUSION_PROOF_MISSING';
    case 'TLOG_BODY_ERROR':
      return signatureHolds(verification) ? 'LOG_ENTRY_CONTENT' : 'SIGNATURE';
    case 'SIGNATURE_ERROR':
      return 'SIGNATURE';
    default:
      return 'VERIFICATION_FAILED';
  }
}

/** The library compares the log entry before it verifies the signature; a signature that does not hold is the better reason. */
function signatureHolds(verification: Verification): boolean {
  try {
    return entityOf(verification).signature.verifySignature(verification.key());
  } catch {
    return false;
  }
}

/** Tells a chain that does not hold from one that holds, but only outside its authority's window in the trusted root. */
function chainCode(verification: Verification): SigstoreVerificationCode {
  const { material } = verification.trust;
  const always = { start: new Date(0), end: new Date(8_640_000_000_000_000) };
  const certificateAuthorities = material.certificateAuthorities.map(({ certChain }) => ({ certChain, validFor: always }));
  try {
    verifyWithCertificate(verification, { ...material, certificateAuthorities });
    return 'AUTHORITY_VALIDITY';
  } catch (error) {
    return error instanceof VerificationError && error.message === 'Failed to verify certificate chain' ? 'CERTIFICATE_CHAIN' : 'AUTHORITY_VALIDITY';
  }
}
