import type { TrustMaterial } from '@sigstore/verify';
import type { CertificateIdentity } from '@ropewalk/core';
import type { LeafCertificate } from '../certificate/leaf-certificate.ts';

/**
 * What is known of a signing certificate under one trusted root: one certificate signs all files of a release.
 *
 * Only what held is remembered, never a refusal, and only what depends on the certificate (all its bytes) and the trusted
 * root alone. The chain depends on the time too, but only through windows that a time lies in or not; which of them it
 * lies in is part of what is remembered.
 */
export interface CertificateMemory {
  /** Steps that look at the certificate and the trusted root only, by code, with what they saw. */
  readonly passed: Map<string, string>;
  /** Which windows the times lay in when chain and certificate transparency held. */
  readonly chains: Set<string>;
  identity?: CertificateIdentity;
}

/** Makes a memory of certificates; it forgets a certificate with the object that stands for it. */
export function certificateMemories(): (leaf: LeafCertificate) => CertificateMemory {
  const memories = new WeakMap<LeafCertificate, CertificateMemory>();
  return (leaf) => {
    const known = memories.get(leaf);
    if (known !== undefined) return known;
    const memory: CertificateMemory = { passed: new Map(), chains: new Set() };
    memories.set(leaf, memory);
    return memory;
  };
}

/**
 * Writes down everything about the times that a chain's verification looks at: for each, whether the certificate, each
 * authority's window and each certificate of an authority in its window is valid then.
 */
export function windowsOf(leaf: LeafCertificate, times: readonly Date[], { certificateAuthorities }: TrustMaterial): string {
  const at = (time: Date): string => {
    const authorities = certificateAuthorities.map((authority) => {
      const { start, end } = authority.validFor;
      if (!(start <= time && time <= end)) return '-';
      return authority.certChain.map((certificate) => (certificate.validForDate(time) ? '1' : '0')).join('');
    });
    return [leaf.validForDate(time) ? '1' : '0', ...authorities].join(' ');
  };
  return times.map(at).join('; ');
}
