import type { CertificateIdentity, Publisher, PublisherKind } from '@ropewalk/core';

/** The kind that knows this publisher, if any does. */
export function kindOf(publisher: Publisher, kinds: readonly PublisherKind[]): PublisherKind | undefined {
  return kinds.find(({ kind }) => kind === publisher.kind);
}

/** The publisher a certificate is of, if any kind knows it. */
export function recognise(
  certificate: CertificateIdentity,
  kinds: readonly PublisherKind[],
): { readonly kind: PublisherKind; readonly publisher: Publisher } | undefined {
  for (const kind of kinds) {
    const publisher = kind.recognise(certificate);
    if (publisher !== undefined) return { kind, publisher };
  }
  return undefined;
}
