import { buildContradictions, spellingHint, type CertificateIdentity, type Mismatch } from '@ropewalk/core';
import { githubIssuer, type GitHubPublisher } from './publisher.ts';
import { workflowOf } from './recognise.ts';

const host = 'https://github.com/';

/**
 * Compares a certificate with a publisher as PyPI's verifier does, and with itself.
 *
 * The issuer, the repository and the workflow that started the run are compared exactly. The workflow's address ends in
 * the ref or in the commit; the certificate must name at least one of them.
 */
export function mismatches(expected: GitHubPublisher, certificate: CertificateIdentity): readonly Mismatch[] {
  return [
    ...issuerMismatches(certificate),
    ...repositoryMismatches(expected, certificate),
    ...workflowMismatches(expected, certificate),
    ...buildContradictions(certificate, { signer: 'workflow', runsBelow: 'actions/runs' }),
  ];
}

function issuerMismatches({ issuer }: CertificateIdentity): readonly Mismatch[] {
  if (issuer === githubIssuer) return [];
  return [{ code: 'PUBLISHER_ISSUER', subject: 'issuer', expected: githubIssuer, actual: issuer }];
}

function repositoryMismatches({ repository }: GitHubPublisher, { sourceRepositoryUri: actual }: CertificateIdentity): readonly Mismatch[] {
  const expected = `${host}${repository}`;
  if (actual === expected) return [];
  const hint = spellingHint(expected, actual);
  return [{ code: 'PUBLISHER_REPOSITORY', subject: 'source repository', expected, actual, ...(hint === undefined ? {} : { hint }) }];
}

function workflowMismatches({ repository, workflow }: GitHubPublisher, certificate: CertificateIdentity): readonly Mismatch[] {
  const actual = certificate.buildConfigUri;
  const sources = [certificate.sourceRepositoryRef, certificate.sourceRepositoryDigest].filter((source) => source !== undefined && source !== '');
  if (sources.length === 0) {
    return [{ code: 'PUBLISHER_SOURCE_MISSING', subject: 'commit or ref', expected: 'at least one of them', actual: undefined }];
  }
  // Against the certificate's own repository: another repository is one mismatch, not two. It cannot pass unseen,
  // because that repository itself is compared above.
  const repositoryUri = certificate.sourceRepositoryUri ?? `${host}${repository}`;
  const file = workflow ?? workflowOf(actual?.slice(host.length), repositoryUri.slice(host.length));
  const folder = `${repositoryUri}/.github/workflows/`;
  if (file !== undefined && sources.some((source) => actual === `${folder}${file}@${source}`)) return [];
  const expected = `${folder}${file ?? 'FILE.yml'}@${sources.join(' or @')}`;
  const hint = spellingHint(`${folder}${file}@${sources[0]}`, actual);
  return [{ code: 'PUBLISHER_WORKFLOW', subject: 'workflow', expected, actual, ...(hint === undefined ? {} : { hint }) }];
}
