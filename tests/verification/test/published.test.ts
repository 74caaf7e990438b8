import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isCodedError } from '@ropewalk/core';
import { publisherKinds as kinds } from '@ropewalk/oidc/publisher';
import { attestationToBundle, bundleToAttestation, parseAttestation, parseProvenance, statementBytes, type Attestation } from '@ropewalk/pep740';
import { parseTrustedRoot, shippedTrustedRoot, type TrustedRoot } from '@ropewalk/trusted-root';
import { anyPublisherUnsafe, report, verify, verifyAll, verifyProvenance, VerificationError, type Expectation } from '@ropewalk/verifier';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { describe, expect, test } from 'vitest';

interface Published {
  readonly file: string;
  readonly attestation: Attestation;
  readonly publisher: Expectation;
  readonly root: TrustedRoot;
}

const github = { kind: 'GitHub', repository: 'trailofbits/pypi-attestations', workflow: 'release.yml' };
const otherWorkflow = { ...github, workflow: 'x.yml' };
const otherRepository = { ...github, repository: 'evil/pypi-attestations' };
const gitlab = { kind: 'GitLab', repository: 'facutuesca/gitlab-oidc-project', workflow_filepath: '.gitlab-ci.yml' };
const google = { kind: 'Google', email: '919436158236-compute@developer.gserviceaccount.com' };
const person = { certificateIdentity: 'william@yossarian.net', certificateIssuer: 'https://github.com/login/oauth' };

describe.skipIf(!hasFixtures())('attestations as published', () => {
  const { production, staging, published } = hasFixtures() ? load() : { production: shippedTrustedRoot(), staging: shippedTrustedRoot(), published: [] };

  test.each(published)('$file verifies under its own publisher and root', ({ file, attestation, publisher, root }) => {
    const evidence = verify({ distribution: distribution(file, attestation), attestation, publisher, kinds, trustedRoot: root });

    expect(evidence.checks.every(({ status }) => status === 'passed')).toBe(true);
    expect(evidence.filename).toBe(file);
    expect(JSON.parse(JSON.stringify(evidence))).toMatchObject({ signedAt: evidence.signedAt.toISOString() });
  });

  test.each(published)('$file is refused under the other root', ({ file, attestation, publisher, root }) => {
    const otherRoot = root === production ? staging : production;

    expect(report({ distribution: distribution(file, attestation), attestation, publisher, kinds, trustedRoot: otherRoot }).verified).toBe(false);
  });

  test.each(published)('$file is refused under every other publisher', ({ file, attestation, publisher, root }) => {
    const others: readonly Expectation[] = [
      github,
      gitlab,
      google,
      person,
      { ...github, workflow: 'other.yml' },
      { ...github, repository: 'trailofbits/pypi-attestation' },
      { ...github, repository: 'Trailofbits/pypi-attestations' },
      { ...gitlab, repository: 'facutuesca/gitlab-oidc' },
      { ...gitlab, workflow_filepath: 'ci.yml' },
      { ...google, email: 'compute@developer.gserviceaccount.com' },
      { ...person, certificateIssuer: 'https://accounts.google.com' },
      { kind: 'CircleCI', project_id: 'x' } as Expectation,
    ];
    for (const other of others.filter((candidate) => JSON.stringify(candidate) !== JSON.stringify(publisher))) {
      expect(report({ distribution: distribution(file, attestation), attestation, publisher: other, kinds, trustedRoot: root }).verified).toBe(false);
    }
  });

  test.each(published)('$file is refused for every other file', ({ attestation, publisher, root }) => {
    const files = published.map((item) => distribution(item.file, item.attestation));
    const own = JSON.parse(Buffer.from(statementBytes(attestation)).toString('utf8')) as { readonly subject: readonly [{ readonly name: string }] };
    for (const other of files.filter(({ filename }) => filename !== own.subject[0].name)) {
      expect(report({ distribution: other, attestation, publisher, kinds, trustedRoot: root }).verified).toBe(false);
    }
  });

  test('a verified release says who, from what, when and where it is logged', () => {
    const [first] = published;
    if (first === undefined) throw new Error('no fixtures');
    const evidence = verify({ distribution: distribution(first.file, first.attestation), ...first, kinds, trustedRoot: first.root, expectationSource: 'command line' });

    expect(evidence).toMatchObject({
      publisher: { kind: 'GitHub', repository: 'trailofbits/pypi-attestations', workflow: 'release.yml' },
      workflow: '.github/workflows/release.yml',
      commit: '08802efe1f8e5fec4ad842d6b8ce97656092ee72',
      ref: 'refs/tags/v0.0.19',
      runUrl: 'https://github.com/trailofbits/pypi-attestations/actions/runs/12169989787/attempts/1',
      trigger: 'release',
      runner: 'github-hosted',
      ownerId: '2314423',
      repositoryId: '772247423',
      logEntry: { logIndex: '153454663', kind: 'dsse', version: '0.0.1', baseUrl: 'https://rekor.sigstore.dev' },
      expectation: { source: 'command line', publishers: ['github:trailofbits/pypi-attestations'] },
      trustedRoot: { source: 'production' },
    });
    expect(evidence.signedAt.toISOString()).toBe('2024-12-04T23:14:01.000Z');
  });

  test('everything expected beyond the publisher is compared', () => {
    const [first] = published;
    if (first === undefined) throw new Error('no fixtures');
    const input = { distribution: distribution(first.file, first.attestation), ...first, kinds, trustedRoot: first.root };
    const met = { ref: 'refs/tags/v*', commit: '08802efe1f8e5fec4ad842d6b8ce97656092ee72', ownerId: '2314423', repositoryId: '772247423', trigger: 'release', runner: 'github-hosted', signerWorkflow: 'trailofbits/pypi-attestations/.github/workflows/release.yml', predicateType: 'https://docs.pypi.org/attestations/publish/v1' };
    const unmet = [
      [{ ref: 'refs/heads/*' }, 'CLAIM_REF'],
      [{ ref: 'v0.0.19' }, 'CLAIM_REF'],
      [{ ref: 'refs/*' }, 'CLAIM_REF'],
      [{ commit: '08802efe' }, 'CLAIM_COMMIT'],
      [{ ownerId: '231442' }, 'CLAIM_OWNER_ID'],
      [{ repositoryId: '0772247423' }, 'CLAIM_REPOSITORY_ID'],
      [{ trigger: 'push' }, 'CLAIM_TRIGGER'],
      [{ runner: 'self-hosted' }, 'CLAIM_RUNNER'],
      [{ signerWorkflow: 'pypi-attestations/.github/workflows/release.yml' }, 'CLAIM_SIGNER_WORKFLOW'],
      [{ environment: 'pypi' }, 'CLAIM_ENVIRONMENT'],
      [{ predicateType: 'https://slsa.dev/provenance/v1' }, 'PREDICATE_TYPE'],
    ] as const;

    expect(report({ ...input, claims: met }).mismatches).toEqual([]);
    for (const [claims, code] of unmet) {
      expect(report({ ...input, claims }).mismatches.map((mismatch) => mismatch.code)).toEqual([code]);
    }
  });

  test('one of several publishers is enough, and the closest one explains a refusal', () => {
    const [first] = published;
    if (first === undefined) throw new Error('no fixtures');
    const input = { distribution: distribution(first.file, first.attestation), attestation: first.attestation, kinds, trustedRoot: first.root };

    expect(report({ ...input, publisher: [gitlab, github] }).verified).toBe(true);
    expect(report({ ...input, publisher: [gitlab, otherWorkflow] }).mismatches.map(({ code }) => code)).toEqual(['PUBLISHER_WORKFLOW']);
    expect(() => report({ ...input, publisher: [] })).toThrow(TypeError);
  });

  test('with a provenance, the index, the certificate and the expectation must all agree', () => {
    const text = readFileSync(fixture('pypi', 'pypi_attestations-0.0.19.tar.gz.provenance'), 'utf8');
    const input = { distribution: distribution('pypi_attestations-0.0.19.tar.gz'), kinds, trustedRoot: production };
    const codesFor = (provenance: string, publisher: Expectation): readonly string[] => refusalCodes(() => verifyProvenance({ ...input, provenance: parseProvenance(provenance), publisher }));

    expect(verifyProvenance({ ...input, provenance: parseProvenance(text), publisher: github }).evidence).toHaveLength(1);
    expect(codesFor(text.replace(/"repository": ?"trailofbits.pypi-attestations"/, '"repository":"evil/pypi-attestations"'), github)).toEqual(expect.arrayContaining(['INDEX_PUBLISHER_REPOSITORY', 'INDEX_PUBLISHER']));
    expect(codesFor(text.replace(/"workflow": ?"release.yml"/, '"workflow":"other.yml"'), anyPublisherUnsafe()).length).toBeGreaterThan(0);
    expect(codesFor(text.replace(/"kind": ?"GitHub"/, '"kind":"CircleCI"'), github)).toEqual(['INDEX_PUBLISHER_UNKNOWN']);
    expect(codesFor(text.replace(/"kind": ?"GitHub"/, '"kind":"CircleCI"'), anyPublisherUnsafe())).toEqual(['INDEX_PUBLISHER_UNKNOWN']);
    expect(codesFor(text, otherRepository)).toEqual(expect.arrayContaining(['PUBLISHER_REPOSITORY', 'INDEX_PUBLISHER']));
  });

  test('a provenance without attestations is unattested, never ok', () => {
    const input = { distribution: distribution('pypi_attestations-0.0.19.tar.gz'), kinds, trustedRoot: production, publisher: anyPublisherUnsafe() };

    expect(() => verifyProvenance({ ...input, provenance: parseProvenance('{"version":1,"attestation_bundles":[]}') })).toThrow(expect.objectContaining({ code: 'UNATTESTED' }));
    expect(() => verifyProvenance({ ...input, provenance: parseProvenance('{"version":1,"attestation_bundles":[{"publisher":{"kind":"GitHub"},"attestations":[]}]}') })).toThrow(expect.objectContaining({ code: 'UNATTESTED' }));
  });

  test('of several attestations all must verify, unless it is said how many', () => {
    const own = published.filter(({ file }) => file.startsWith('pypi_attestations')).map(({ attestation }) => ({ attestation }));
    const foreign = published.filter(({ file }) => file.startsWith('gitlab')).map(({ attestation }) => ({ attestation }));
    const input = { distribution: distribution('pypi_attestations-0.0.19.tar.gz'), kinds, trustedRoot: production, publisher: github };

    expect(verifyAll({ ...input, attestations: own }).evidence.map(({ predicateType }) => predicateType)).toEqual([
      'https://docs.pypi.org/attestations/publish/v1',
      'https://slsa.dev/provenance/v1',
    ]);
    expect(() => verifyAll({ ...input, attestations: [...own, ...foreign] })).toThrow(VerificationError);
    expect(verifyAll({ ...input, attestations: [...own, ...foreign], atLeast: 2 }).evidence).toHaveLength(2);
    expect(() => verifyAll({ ...input, attestations: own, atLeast: 3 })).toThrow(VerificationError);
    expect(() => verifyAll({ ...input, attestations: own, atLeast: 0 })).toThrow(TypeError);
  });

  test('bundle and attestation are converted both ways without loss', () => {
    const bundle: unknown = JSON.parse(readFileSync(fixture('pypi', 'rfc8785-0.1.2-py3-none-any.whl.sigstore'), 'utf8'));
    const shipped = parseAttestation(readFileSync(fixture('pypi', 'rfc8785-0.1.2-py3-none-any.whl.attestation')));

    for (const attestation of [...published.map((item) => item.attestation), shipped]) {
      expect(bundleToAttestation(attestationToBundle(attestation))).toEqual(spelledOnce(attestation));
    }
    expect(bundleToAttestation(bundle)).toEqual(spelledOnce(bundleToAttestation(attestationToBundle(bundleToAttestation(bundle)))));
  });

  function load(): { readonly production: TrustedRoot; readonly staging: TrustedRoot; readonly published: readonly Published[] } {
    const root = (name: string): TrustedRoot => parseTrustedRoot(readFileSync(fixture('trust', `${name}.trusted_root.json`)), { source: name });
    const [productionRoot, stagingRoot] = [root('production'), root('staging')];
    const attestation = (name: string): Attestation => parseAttestation(readFileSync(fixture('pypi', name)));
    const fromProvenance = parseProvenance(readFileSync(fixture('pypi', 'gcb_attestation_test-0.0.0.tar.gz.provenance'))).attestation_bundles[0]?.attestations[0];
    if (fromProvenance === undefined) throw new Error('the Google provenance is empty');
    return {
      production: productionRoot,
      staging: stagingRoot,
      published: [
        { file: 'pypi_attestations-0.0.19.tar.gz', attestation: attestation('pypi_attestations-0.0.19.tar.gz.publish.attestation'), publisher: github, root: productionRoot },
        { file: 'pypi_attestations-0.0.19.tar.gz', attestation: attestation('pypi_attestations-0.0.19.tar.gz.slsa.attestation'), publisher: github, root: productionRoot },
        { file: 'gitlab_oidc_project-0.0.3.tar.gz', attestation: attestation('gitlab_oidc_project-0.0.3.tar.gz.publish.attestation'), publisher: gitlab, root: productionRoot },
        { file: 'gcb_attestation_test-0.0.0.tar.gz', attestation: fromProvenance, publisher: google, root: productionRoot },
        { file: 'rfc8785-0.1.2-py3-none-any.whl', attestation: attestation('rfc8785-0.1.2-py3-none-any.whl.attestation'), publisher: person, root: stagingRoot },
        { file: 'rfc8785-0.1.2-py3-none-any.whl', attestation: attestation('rfc8785-0.1.2-py3-none-any.whl.publish.attestation'), publisher: person, root: stagingRoot },
      ],
    };
  }
});

/** The digest of the file; of one that is not among the fixtures, the statement's. */
function distribution(filename: string, attestation?: Attestation): { readonly filename: string; readonly sha256: string } {
  try {
    return { filename, sha256: createHash('sha256').update(readFileSync(fixture('pypi', filename))).digest('hex') };
  } catch {
    const text = attestation === undefined ? '{}' : Buffer.from(statementBytes(attestation)).toString('utf8');
    const statement = JSON.parse(text) as { readonly subject?: readonly { readonly digest: { readonly sha256: string } }[] };
    return { filename, sha256: statement.subject?.[0]?.digest.sha256 ?? '' };
  }
}

/** As an attestation is written anew: some published ones carry line breaks in their base64. */
function spelledOnce(attestation: Attestation): Attestation {
  const clean = (text: string): string => text.replaceAll('\n', '');
  const { verification_material: material, envelope } = attestation;
  return {
    ...attestation,
    verification_material: { ...material, certificate: clean(material.certificate) },
    envelope: { statement: clean(envelope.statement), signature: clean(envelope.signature) },
  };
}

function refusalCodes(work: () => unknown): readonly string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (error instanceof VerificationError) return error.mismatches.map(({ code }) => code);
    return [isCodedError(error) ? error.code : String(error)];
  }
}
