import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot as LibraryRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, Verifier, type VerificationPolicy } from '@sigstore/verify';
import { attestationToBundle, IN_TOTO_PAYLOAD_TYPE, type Attestation } from '@ropewalk/pep740';

/** What `@sigstore/verify` says by itself of an attestation, as its README has it used. */
export function libraryAccepts(
  attestation: Attestation,
  trustedRootJson: unknown,
  options: { readonly payloadType?: string; readonly policy?: VerificationPolicy } = {},
): boolean {
  const converted = attestationToBundle(attestation);
  const payloadType = options.payloadType ?? IN_TOTO_PAYLOAD_TYPE;
  const bundle = { ...converted, dsseEnvelope: { ...converted.dsseEnvelope, payloadType } };
  try {
    const material = toTrustMaterial(LibraryRoot.fromJSON(trustedRootJson));
    new Verifier(material).verify(toSignedEntity(bundleFromJSON(bundle)), options.policy);
    return true;
  } catch {
    return false;
  }
}
