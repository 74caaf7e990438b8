import { X509Certificate } from 'node:crypto';
import { isJsonObject, type JsonValue } from '@ropewalk/encoding';
import { bytesOf, incomplete, listOf, validityOf } from './incomplete.ts';
import type { TrustedAuthority } from './trusted-root.ts';

/** Reads the certificate or timestamp authorities of a trusted root. */
export function authoritiesFrom(value: JsonValue | undefined, name: string): readonly TrustedAuthority[] {
  return listOf(value, name).map((item, index) => authorityFrom(item, `${name}[${index}]`));
}

function authorityFrom(value: JsonValue, path: string): TrustedAuthority {
  if (!isJsonObject(value)) throw incomplete(`${path} is not an object`);
  const { uri, certChain, validFor } = value;
  const chain = listOf(isJsonObject(certChain) ? certChain['certificates'] : undefined, `${path}.certChain.certificates`);
  if (chain.length === 0) throw incomplete(`${path} has no certificates`);
  return {
    uri: typeof uri === 'string' ? uri : '',
    certificates: chain.map((certificate, index) => certificateFrom(certificate, `${path}.certificates[${index}]`)),
    validFor: validityOf(validFor, path),
  };
}

function certificateFrom(value: JsonValue, path: string): Uint8Array {
  const der = bytesOf(value, 'rawBytes', path);
  try {
    // Node reads PEM as well; the DER it gives back tells.
    if (new X509Certificate(der).raw.equals(der)) return der;
  } catch (cause) {
    throw incomplete(`${path} cannot be read`, cause);
  }
  throw incomplete(`${path} is not a certificate in DER`);
}
