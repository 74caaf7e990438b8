import type { CertificateIdentity, PublisherKind } from '@ropewalk/core';
import type { ProvenancePublisher } from '@ropewalk/pep740';
import { recognise } from './kinds.ts';
import type { ClaimedOrigin } from './report-types.ts';

/** Says in the words of a release what a certificate says. */
export function claimedOrigin(
  certificate: CertificateIdentity,
  kinds: readonly PublisherKind[],
  claimedPublisher: ProvenancePublisher | undefined,
): ClaimedOrigin {
  const publisher = recognise(certificate, kinds)?.publisher;
  const environment = claimedPublisher?.['environment'];
  return {
    ...stated('publisher', publisher),
    ...stated('workflow', workflowPath(certificate)),
    ...stated('commit', certificate.sourceRepositoryDigest),
    ...stated('ref', certificate.sourceRepositoryRef),
    ...stated('runUrl', certificate.runInvocationUri),
    ...stated('trigger', certificate.buildTrigger),
    ...stated('runner', certificate.runnerEnvironment),
    ...stated('ownerId', certificate.sourceRepositoryOwnerIdentifier),
    ...stated('repositoryId', certificate.sourceRepositoryIdentifier),
    ...stated('signerWorkflow', certificate.buildSignerUri),
    ...(typeof environment === 'string' && environment !== '' ? { environmentClaimed: environment } : {}),
    certificate,
  };
}

/** The path in the repository, from `REPOSITORY/PATH@REF` (GitLab doubles the slash). */
function workflowPath({ buildConfigUri, sourceRepositoryUri }: CertificateIdentity): string | undefined {
  if (buildConfigUri === undefined || sourceRepositoryUri === undefined || !buildConfigUri.startsWith(`${sourceRepositoryUri}/`)) return undefined;
  return buildConfigUri.slice(sourceRepositoryUri.length).replace(/^\/+/, '').replace(/@.*$/, '');
}

function stated<Name extends string, Value>(name: Name, value: Value | undefined): { readonly [Key in Name]?: Value } {
  // The computed key is `Name`, which the compiler widens to string.
  return value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]?: Value });
}
