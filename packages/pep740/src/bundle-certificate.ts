import { isJsonObject, type JsonObject, type JsonValue } from '@ropewalk/encoding';
import { notABundle, notConvertible } from './bundle-errors.ts';

/** The signing certificate of a bundle, base64: alone (0.3), or the first of a chain (0.1 and 0.2). */
export function bundleCertificate(material: JsonObject): string {
  const { certificate, x509CertificateChain, publicKey } = material;
  if (publicKey !== undefined) throw notConvertible('it is signed with a bare public key, not with a certificate');
  if (certificate !== undefined && x509CertificateChain !== undefined) throw notABundle('it has both a certificate and a chain');
  const rawBytes = rawBytesOf(certificate ?? firstOfChain(x509CertificateChain));
  if (rawBytes === undefined) throw notABundle('it has no certificate');
  return rawBytes;
}

function firstOfChain(chain: JsonValue | undefined): JsonValue | undefined {
  const certificates = isJsonObject(chain) ? chain['certificates'] : undefined;
  return Array.isArray(certificates) ? (certificates[0] as JsonValue | undefined) : undefined;
}

function rawBytesOf(certificate: JsonValue | undefined): string | undefined {
  const rawBytes = isJsonObject(certificate) ? certificate['rawBytes'] : undefined;
  return typeof rawBytes === 'string' ? rawBytes : undefined;
}
