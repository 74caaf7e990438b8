import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { repository, startSigningWorld, statementIn, type SigningWorld } from './world.ts';

let world: SigningWorld;
beforeAll(async () => {
  world = await startSigningWorld(1);
});
afterAll(() => world.close());

const slsaOf = (): string => `${world.files[0] ?? ''}.slsa.attestation`;

describe('sign --slsa', () => {
  test('describes the GitHub run as GitHub does, and verify agrees with the certificate', async () => {
    expect(await world.sign(['--slsa'])).toMatchObject({ status: 0 });

    expect(await statementIn(slsaOf())).toMatchObject({
      predicateType: 'https://slsa.dev/provenance/v1',
      predicate: {
        buildDefinition: {
          buildType: 'https://actions.github.io/buildtypes/workflow/v1',
          externalParameters: { workflow: { ref: 'refs/tags/v1.0.0', repository: `https://github.com/${repository}`, path: '.github/workflows/release.yml' } },
          resolvedDependencies: [{ uri: `git+https://github.com/${repository}@refs/tags/v1.0.0`, digest: { gitCommit: 'c0ffee0123456789abcdef0123456789abcdef01' } }],
        },
        runDetails: {
          builder: { id: `https://github.com/${repository}/.github/workflows/release.yml@refs/tags/v1.0.0` },
          metadata: { invocationId: `https://github.com/${repository}/actions/runs/7000000001/attempts/1` },
        },
      },
    });
    expect(await world.verify()).toMatchObject({ status: 0, stdout: expect.stringContaining('https://slsa.dev/provenance/v1') as unknown });
  });

  test('makes at most one of each type, with one certificate', async () => {
    const before = { requests: world.sigstore.requests(), content: await readFile(slsaOf()) };

    expect(await world.sign(['--slsa'])).toMatchObject({ status: 0 });

    expect({ requests: world.sigstore.requests(), content: await readFile(slsaOf()) }).toEqual(before);
    expect(before.requests).toEqual({ fulcio: 1, rekor: 2 });
  });

  test('describes a GitLab job', async () => {
    const { env } = await world.ci.gitlab({ claims: { project_path: repository } });

    const run = await world.sign(['--slsa', '--overwrite'], { ...settings(), ...env });

    expect(run).toMatchObject({ status: 0 });
    expect(await statementIn(slsaOf())).toMatchObject({ predicate: { buildDefinition: { externalParameters: { source: `https://gitlab.com/${repository}` } } } });
    expect(await world.verify(['--publisher', `gitlab:${repository}`])).toMatchObject({ status: 0 });
  });

  test('describes a Google build that passes its variables on, and refuses without them before anything is signed', async () => {
    const email = 'release@demo.iam.gserviceaccount.com';
    const { env } = await world.ci.google({ claims: { email } });
    const job = { ...settings(), ...env };
    const before = world.sigstore.requests();

    const refused = await world.sign(['--slsa', '--overwrite', '--identity', 'google'], job);

    expect(refused).toMatchObject({ status: 4, stderr: expect.stringContaining('IDENTITY_BUILD_UNKNOWN') as unknown });
    expect(world.sigstore.requests()).toEqual(before);
    const build = { BUILD_ID: 'b-1', PROJECT_ID: 'demo', LOCATION: 'europe-west1', REPO_FULL_NAME: repository, COMMIT_SHA: 'ab'.repeat(20), REF_NAME: 'v1.0' };
    expect(await world.sign(['--slsa', '--overwrite', '--identity', 'google'], { ...job, ...build })).toMatchObject({ status: 0 });
    expect(await statementIn(slsaOf())).toMatchObject({ predicate: { runDetails: { metadata: { invocationId: 'https://cloudbuild.googleapis.com/v1/projects/demo/locations/europe-west1/builds/b-1' } } } });
    expect(await world.verify(['--publisher', `google:${email}`])).toMatchObject({ status: 0 });
  });
});

/** The settings of the world, without the GitHub job. */
function settings(): Record<string, string> {
  return Object.fromEntries(Object.entries(world.jobEnv()).filter(([name]) => name.startsWith('ROPEWALK_')));
}
