import { buildContradictions, spellingHint, type CertificateIdentity, type Mismatch } from '@ropewalk/core';
import { gitlabIssuer, type GitLabPublisher } from './publisher.ts';
import { workflowOf } from './recognise.ts';

const host = 'https://gitlab.com/';

/**
 * Compares a certificate with a publisher as PyPI's verifier does, and with itself.
 *
 * The issuer, the project and the top-level pipeline file are compared exactly. The file's address ends in the ref or in
 * the commit; the certificate must name both.
 */
export function mismatches(expected: GitLabPublisher, certificate: CertificateIdentity): readonly Mismatch[] {
  return [
    ...issuerMismatches(certificate),
    ...repositoryMismatches(expected, certificate),
    ...workflowMismatches(expected, certificate),
    ...buildContradictions(certificate, { signer: 'pipeline', runsBelow: '-/jobs' }),
  ];
}

function issuerMismatches({ issuer }: CertificateIdentity): readonly Mismatch[] {
  if (issuer === gitlabIssuer) return [];
  return [{ code: 'PUBLISHER_ISSUER', subject: 'issuer', expected: gitlabIssuer, actual: issuer }];
}

function repositoryMismatches({ repository }: GitLabPublisher, { sourceRepositoryUri: actual }: CertificateIdentity): readonly Mismatch[] {
  const expected = `${host}${repository}`;
  if (actual === expected) return [];
  const hint = spellingHint(expected, actual);
  return [{ code: 'PUBLISHER_REPOSITORY', subject: 'source repository', expected, actual, ...(hint === undefined ? {} : { hint }) }];
}

function workflowMismatches(publisher: GitLabPublisher, certificate: CertificateIdentity): readonly Mismatch[] {
  const { buildConfigUri: actual, sourceRepositoryRef: ref, sourceRepositoryDigest: commit } = certificate;
  if (ref === undefined || ref === '' || commit === undefined || commit === '') {
    return [{ code: 'PUBLISHER_SOURCE_MISSING', subject: 'commit and ref', expected: 'both of them', actual: ref ?? commit }];
  }
  // Against the certificate's own project: another project is one mismatch, not two. It cannot pass unseen,
  // because that project itself is compared above.
  const repositoryUri = certificate.sourceRepositoryUri ?? `${host}${publisher.repository}`;
  const file = publisher.workflow_filepath ?? workflowOf(actual?.slice(host.length), repositoryUri.slice(host.length));
  const address = `${repositoryUri}//${file ?? 'FILE.yml'}`;
  if (file !== undefined && (actual === `${address}@${ref}` || actual === `${address}@${commit}`)) return [];
  const hint = spellingHint(`${address}@${ref}`, actual);
  return [{ code: 'PUBLISHER_WORKFLOW', subject: 'pipeline file', expected: `${address}@${ref} or @${commit}`, actual, ...(hint === undefined ? {} : { hint }) }];
}
