import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import type { CertificateIdentity, PublisherKind } from '@ropewalk/core';
import { parsePublisher, publisherKinds } from '@ropewalk/oidc/publisher';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { certificateIdentity } from './certificate-identity.ts';

/** What each real certificate is, from the certificate alone. */
const known = [
  {
    name: 'a GitHub release',
    read: () => ofAttestation('pypi', 'pypi_attestations-0.0.19.tar.gz.publish.attestation'),
    publisher: { kind: 'GitHub', repository: 'trailofbits/pypi-attestations', workflow: 'release.yml' },
  },
  {
    name: 'SLSA provenance of a GitHub release',
    read: () => ofAttestation('pypi', 'pypi_attestations-0.0.19.tar.gz.slsa.attestation'),
    publisher: { kind: 'GitHub', repository: 'trailofbits/pypi-attestations', workflow: 'release.yml' },
  },
  {
    name: 'a GitHub release whose certificate has no ref',
    read: () => certificateIdentity(readFileSync(fixture('pypi', 'no-source-repository-ref-extension.pem'), 'utf8')),
    publisher: { kind: 'GitHub', repository: 'SWIFTSIM/swiftgalaxy', workflow: 'python-publish.yml' },
  },
  {
    name: 'a GitLab release',
    read: () => ofAttestation('pypi', 'gitlab_oidc_project-0.0.3.tar.gz.publish.attestation'),
    publisher: { kind: 'GitLab', repository: 'facutuesca/gitlab-oidc-project', workflow_filepath: '.gitlab-ci.yml' },
  },
  {
    name: 'a Google release',
    read: () => ofProvenance('pypi', 'gcb_attestation_test-0.0.0.tar.gz.provenance'),
    publisher: { kind: 'Google', email: '919436158236-compute@developer.gserviceaccount.com' },
  },
  {
    name: "a GitHub certificate of the real server's newest version",
    read: () => ofProvenance('sigstore-servers', 'github', 'provenance.json'),
    publisher: { kind: 'GitHub', repository: 'octo-org/sampleproject', workflow: 'release.yml' },
  },
  {
    name: 'a GitLab certificate with subgroups',
    read: () => ofProvenance('sigstore-servers', 'gitlab', 'provenance.json'),
    publisher: { kind: 'GitLab', repository: 'group/subgroup/sampleproject', workflow_filepath: '.gitlab-ci.yml' },
  },
  {
    name: 'a Google certificate of a named account',
    read: () => ofProvenance('sigstore-servers', 'google', 'provenance.json'),
    publisher: { kind: 'Google', email: 'publisher@sample-project.iam.gserviceaccount.com' },
  },
] as const;

describe.skipIf(!hasFixtures())('real certificates', () => {
  test.each(known)('$name is recognised from the certificate alone, by one kind only', ({ read, publisher }) => {
    const certificate = read();

    const recognised = publisherKinds.flatMap((kind) => kind.recognise(certificate) ?? []);

    expect(recognised).toStrictEqual([publisher]);
  });

  test.each(known)('$name agrees with its own publisher and with itself', ({ read, publisher }) => {
    const certificate = read();

    expect(kindNamed(publisher.kind).mismatches(parsePublisher(publisher), certificate)).toStrictEqual([]);
  });

  test.each(known)("$name agrees with nobody else's publisher", ({ read, publisher }) => {
    const certificate = read();

    const others = known.map((other) => other.publisher).filter((other) => JSON.stringify(other) !== JSON.stringify(publisher));

    for (const other of others) expect(kindNamed(other.kind).mismatches(parsePublisher(other), certificate)).not.toStrictEqual([]);
  });

  test('the publisher an index states for a Google release is the one of its certificate', () => {
    const stated = provenance('pypi', 'gcb_attestation_test-0.0.0.tar.gz.provenance').publisher;

    expect(parsePublisher(stated)).toStrictEqual({ kind: 'Google', email: '919436158236-compute@developer.gserviceaccount.com' });
  });

  test('an e-mail identity of a person and a CircleCI certificate are of no kind known here', () => {
    const certificates = [
      ofAttestation('pypi', 'rfc8785-0.1.2-py3-none-any.whl.publish.attestation'),
      ofProvenance('sigstore-servers', 'circleci', 'provenance.json'),
    ];

    for (const certificate of certificates) expect(publisherKinds.flatMap((kind) => kind.recognise(certificate) ?? [])).toStrictEqual([]);
  });
});

function kindNamed(name: string): PublisherKind {
  const kind = publisherKinds.find((candidate) => candidate.kind === name);
  if (kind === undefined) throw new TypeError(`no kind ${name}`);
  return kind;
}

interface Wire {
  readonly verification_material: { readonly certificate: string };
}

function ofAttestation(...path: readonly string[]): CertificateIdentity {
  return certificateOf(JSON.parse(readFileSync(fixture(...path), 'utf8')) as Wire);
}

function ofProvenance(...path: readonly string[]): CertificateIdentity {
  const [attestation] = provenance(...path).attestations;
  if (attestation === undefined) throw new TypeError('the fixture holds no attestation');
  return certificateOf(attestation);
}

function provenance(...path: readonly string[]): { readonly publisher: unknown; readonly attestations: readonly Wire[] } {
  const { attestation_bundles: bundles } = JSON.parse(readFileSync(fixture(...path), 'utf8')) as {
    readonly attestation_bundles: readonly { readonly publisher: unknown; readonly attestations: readonly Wire[] }[];
  };
  const [bundle] = bundles;
  if (bundle === undefined) throw new TypeError('the fixture holds no bundle');
  return bundle;
}

function certificateOf({ verification_material: { certificate } }: Wire): CertificateIdentity {
  // Some real files have line breaks in their base64.
  return certificateIdentity(Buffer.from(certificate.replaceAll(/\s/g, ''), 'base64'));
}
