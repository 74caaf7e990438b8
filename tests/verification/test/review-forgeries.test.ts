import { publisherKinds as kinds } from '@ropewalk/oidc/publisher';
import { parseTrustedRoot } from '@ropewalk/trusted-root';
import { isCodedError } from '@ropewalk/core';
import { report, verifyAll, type Report, type VerificationContext } from '@ropewalk/verifier';
import { beforeAll, describe, expect, test } from 'vitest';
import { publisher, statementOf } from '../forge/cases.ts';
import { forge, sample, type Forgery } from '../forge/forge.ts';
import { utf8String } from '../forge/der.ts';
import { createWorld, type World } from '../forge/world.ts';

const arc = '1.3.6.1.4.1.57264.1.';
let world: World;

beforeAll(async () => {
  world = await createWorld();
});

async function reportOf(forgery: Forgery, context: Partial<VerificationContext> = {}): Promise<Report> {
  return report({ distribution: sample, attestation: await forge(world, forgery), publisher, kinds, trustedRoot: world.trustedRoot, ...context });
}

const codesOf = ({ mismatches }: Report): readonly string[] => mismatches.map(({ code }) => code);

const started = (file: string, ref = 'refs/tags/v1.2.3'): Forgery => {
  const address = `octo-org/sampleproject/.github/workflows/${file}@${ref}`;
  return { claims: { ref, workflow_ref: address, job_workflow_ref: address } };
};

const withName = (value: string, forgery: Forgery): Forgery => ({
  ...forgery,
  certificate: (request) => ({ ...request, subjectAlternativeName: { type: 'uri', value } }),
});

const withText = (number: number, value: Uint8Array): Forgery => ({
  certificate: (request) => ({
    ...request,
    extensions: (request.extensions ?? []).map((extension) => (extension.oid === `${arc}${number}` ? { ...extension, value } : extension)),
  }),
});

describe('a genuine attestation of GitHub whose name is percent-encoded, as Fulcio writes what no URI may hold,', () => {
  test.each([
    ['a blank in the file name', 'release build.yml', 'refs/tags/v1.2.3'],
    ['an umlaut in the file name', 'veröffentlichen.yml', 'refs/tags/v1.2.3'],
    ['an emoji and brackets in the file name', '🚀(1).yml', 'refs/tags/v1.2.3'],
    ['an umlaut in the ref', 'release.yml', 'refs/tags/v1-ü'],
    ['a quote in the ref', 'release.yml', 'refs/heads/"main"'],
    ['an @ in the ref', 'release.yml', 'refs/heads/a@b'],
  ])('verifies: %s', async (_, workflow, ref) => {
    expect((await reportOf(started(workflow, ref), { publisher: { ...publisher, workflow } })).mismatches).toEqual([]);
  });

  test('verifies with a fragment, which Fulcio leaves as it is', async () => {
    const forgery = withName('https://github.com/octo-org/sampleproject/.github/workflows/release.yml@refs/heads/fix#12', started('release.yml', 'refs/heads/fix#12'));

    expect((await reportOf(forgery)).mismatches).toEqual([]);
  });

  test.each([
    ['another file', 'https://github.com/octo-org/sampleproject/.github/workflows/release%20other.yml@refs/tags/v1.2.3'],
    ['a sequence that encodes nothing', 'https://github.com/octo-org/sampleproject/.github/workflows/release%ZZbuild.yml@refs/tags/v1.2.3'],
    ['another repository', 'https://github.com/octo-org%2Fevil/.github/workflows/release%20build.yml@refs/tags/v1.2.3'],
    ['the encoding encoded again', 'https://github.com/octo-org/sampleproject/.github/workflows/release%2520build.yml@refs/tags/v1.2.3'],
  ])('is refused when the name is of %s', async (_, name) => {
    const outcome = await reportOf(withName(name, started('release build.yml')), { publisher: { ...publisher, workflow: 'release build.yml' } });

    expect(codesOf(outcome)).toContain('CERTIFICATE_CONTRADICTION');
  });
});

test('a genuine attestation of GitLab from a branch with an umlaut verifies', async () => {
  const ref = 'größer';
  const onlyClaims = {
    iss: 'https://gitlab.com',
    sub: `project_path:octo/sample:ref_type:branch:ref:${ref}`,
    project_path: 'octo/sample',
    namespace_path: 'octo',
    project_id: '1',
    namespace_id: '2',
    project_visibility: 'public',
    pipeline_source: 'push',
    job_id: '3',
    ref,
    ref_type: 'branch',
    sha: 'c0ffee0123456789abcdef0123456789abcdef01',
    ci_config_ref_uri: `gitlab.com/octo/sample//.gitlab-ci.yml@refs/heads/${ref}`,
    ci_config_sha: 'c0ffee0123456789abcdef0123456789abcdef01',
    runner_environment: 'gitlab-hosted',
  };

  expect((await reportOf({ onlyClaims }, { publisher: { kind: 'GitLab', repository: 'octo/sample', workflow_filepath: '.gitlab-ci.yml' } })).mismatches).toEqual([]);
});

describe('a forgery is refused', () => {
  test('whose old extension names another repository', async () => {
    expect(codesOf(await reportOf(withText(5, Buffer.from('evil/evil'))))).toContain('CERTIFICATE_EXTENSIONS');
    expect(codesOf(await reportOf(withText(12, utf8String('https://github.com/evil/evil'))))).toContain('CERTIFICATE_EXTENSIONS');
  });

  test('whose signing workflow only begins like the one expected, its file name going on after an @', async () => {
    const signerWorkflow = 'octo-org/shared/.github/workflows/build.yml';
    const genuine = { claims: { job_workflow_ref: `${signerWorkflow}@refs/heads/a@b` } };
    const lookalike = { claims: { job_workflow_ref: `${signerWorkflow}@evil.yml@refs/heads/main` } };

    expect((await reportOf(genuine, { claims: { signerWorkflow } })).mismatches).toEqual([]);
    expect(codesOf(await reportOf(lookalike, { claims: { signerWorkflow } }))).toEqual(['CLAIM_SIGNER_WORKFLOW']);
  });

  test('whose checkpoint has a signature named after a part of the log beside an empty one of the right name', async () => {
    const hint = world.transparencyLog.key.logId.subarray(0, 4);
    const decoy = `— rekor.ropewalk.localhost ${Buffer.concat([hint, Buffer.alloc(70)]).toString('base64')}\n`;
    const forgery: Forgery = {
      entry: (entry) => {
        const { inclusionProof } = entry.verification;
        const checkpoint = `${inclusionProof.checkpoint.replace('— rekor.ropewalk.localhost', '— rekor')}${decoy}`;
        return { ...entry, verification: { ...entry.verification, inclusionProof: { ...inclusionProof, checkpoint } } };
      },
    };

    expect(codesOf(await reportOf(forgery))).toEqual(['CHECKPOINT']);
  });

  test('within a second when the name in its statement stands for millions of tags', async () => {
    const part = Array.from({ length: 165 }, (_, index) => String.fromCodePoint(0x1_00 + index)).join('.');
    const name = `sampleproject-1.2.3-${part}-${part}-${part}.whl`;
    const start = workedMs();

    expect(codesOf(await reportOf(statementOf({ subject: [{ name, digest: { sha256: sample.sha256 } }] })))).toEqual(['SUBJECT_NAME']);
    expect(workedMs() - start).toBeLessThan(1000);
  });

  test('within a second when its ref is made to keep a glob busy', async () => {
    const start = workedMs();

    expect(codesOf(await reportOf(started('release.yml', `refs/tags/v${'.'.repeat(20_000)}/x`), { claims: { ref: 'refs/tags/v*.*.*' } }))).toContain('CLAIM_REF');
    expect(workedMs() - start).toBeLessThan(1000);
  });
});

/** How long this process has worked: the time by the clock depends on what else the machine does. */
function workedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

describe('the list of checks tells the truth', () => {
  test('of a statement altered after signing: its log entry is not of this content', async () => {
    const genuine = await forge(world);
    const statement = Buffer.from(Buffer.from(genuine.envelope.statement, 'base64').toString('utf8').replace('null', '{}')).toString('base64');
    const { checks, mismatches } = report({ distribution: sample, attestation: { ...genuine, envelope: { ...genuine.envelope, statement } }, publisher, kinds, trustedRoot: world.trustedRoot });

    expect(mismatches.map(({ code }) => code)).toEqual(['SIGNATURE']);
    expect(checks.find(({ code }) => code === 'LOG_ENTRY_CONTENT')?.status).toBe('not-reached');
  });

  test('where the library fails in a way of its own: nothing that it should have checked counts as passed', async () => {
    const genuine = await forge(world);
    const [root] = world.trustedRoot.material.certificateAuthorities;
    const certificateAuthorities = root === undefined ? [] : [{ ...root, certificates: [Buffer.from('no certificate')] }];
    const trustedRoot = { ...world.trustedRoot, material: { ...world.trustedRoot.material, certificateAuthorities } };
    const { checks, verified } = report({ distribution: sample, attestation: genuine, publisher, kinds, trustedRoot });
    const statuses = ['CERTIFICATE_CHAIN', 'CT_PROOF', 'INCLUSION_PROMISE', 'INCLUSION_PROOF', 'SIGNATURE', 'LOG_ENTRY_CONTENT'].map((code) => checks.find((check) => check.code === code)?.status);

    expect(verified).toBe(false);
    expect(statuses).not.toContain('passed');
  });
});

test('a trusted root with an authority whose certificate is none cannot be used', () => {
  const text = JSON.stringify(world.trustedRootJson, (key, value: unknown) => (key === 'certificates' ? [{ rawBytes: 'AAAA' }] : value));

  expect(() => parseTrustedRoot(text, { source: 'altered' })).toThrow(expect.toSatisfy((error: unknown) => isCodedError(error) && error.code === 'TRUSTED_ROOT_INCOMPLETE'));
});

test('the same attestation twice is one, also when its signature is written with a line break', async () => {
  const attestation = await forge(world);
  const { signature } = attestation.envelope;
  const again = { ...attestation, envelope: { ...attestation.envelope, signature: `${signature.slice(0, 20)}\n${signature.slice(20)}` } };
  const other = await forge(world);
  const context = { distribution: sample, publisher, kinds, trustedRoot: world.trustedRoot, atLeast: 2 };

  expect(() => verifyAll({ ...context, attestations: [{ attestation }, { attestation: again }] })).toThrow(expect.toSatisfy((error: unknown) => isCodedError(error) && error.code === 'NOT_VERIFIED'));
  expect(verifyAll({ ...context, attestations: [{ attestation }, { attestation: other }] }).evidence.length).toBe(2);
});

test.each([{}, { workflow: null }, { workflow: '' }])('an index that leaves the workflow of its publisher out (%j) names no publisher', async (workflow) => {
  const outcome = report({
    distribution: sample,
    attestation: await forge(world),
    publisher: { kind: 'GitHub', repository: publisher.repository },
    claimedPublisher: { kind: 'GitHub', repository: publisher.repository, ...workflow },
    kinds,
    trustedRoot: world.trustedRoot,
  });

  expect(codesOf(outcome)).toEqual(['INDEX_PUBLISHER']);
});
