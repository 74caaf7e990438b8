import type { CertificateIdentity, Publisher, PublisherKind } from '@ropewalk/core';

/** A publisher of a made-up kind: a repository, compared by its address. */
export interface RepositoryPublisher extends Publisher {
  readonly kind: 'Repository';
  readonly address: string;
}

/** The smallest kind that does the job. */
export const repositoryKind: PublisherKind<RepositoryPublisher> = {
  kind: 'Repository',
  prefix: 'repository',
  parse: (input) => ({ kind: 'Repository', address: (input as { readonly address: string }).address }),
  format: ({ address }) => `repository:${address}`,
  recognise: ({ sourceRepositoryUri }) => (sourceRepositoryUri === undefined ? undefined : { kind: 'Repository', address: sourceRepositoryUri }),
  recogniseToken: () => undefined,
  visibility: () => 'none',
  mismatches: ({ address }, { sourceRepositoryUri: actual }: CertificateIdentity) =>
    actual === address ? [] : [{ code: 'PUBLISHER_REPOSITORY', subject: 'source repository', expected: address, actual }],
};
