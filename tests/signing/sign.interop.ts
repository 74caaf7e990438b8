import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { preparePython } from '@ropewalk-tests/interop/python.ts';
import { trustInPython } from '@ropewalk-tests/interop/python-trust.ts';
import { repository, startSigningWorld, type SigningWorld } from './world.ts';

const python = await preparePython();
const email = 'release@demo.iam.gserviceaccount.com';
const build = { BUILD_ID: 'b-1', PROJECT_ID: 'demo', REPO_FULL_NAME: repository, COMMIT_SHA: 'ab'.repeat(20) };

describe.skipIf(python === undefined).each([
  ['GitHub', ['--repository', `https://github.com/${repository}`]],
  ['GitLab', ['--repository', `https://gitlab.com/${repository}`]],
  ['Google', ['--gcp-service-account', email]],
] as const)('what ropewalk sign --slsa --bundle leaves as a job of %s', (provider, expected) => {
  let world: SigningWorld;
  let env: Readonly<Record<string, string>>;
  beforeAll(async () => {
    world = await startSigningWorld(1);
    env = await trustInPython(join(world.folder, 'python'), world.sigstore.trustedRoot);
    const args = ['--slsa', '--bundle', ...(provider === 'Google' ? ['--identity', 'google'] : [])];
    expect(await world.sign(args, await jobOf(world, provider))).toMatchObject({ status: 0 });
  });
  afterAll(() => world.close());

  test.each(['publish', 'slsa'])('the %s attestation is accepted by PyPI’s own verifier', async (kind) => {
    const file = world.files[0] ?? '';
    const provenance = join(world.folder, `${kind}.provenance`);
    await writeProvenance(provenance, expected, `${file}.${kind}.attestation`);

    const verdict = await python?.run('pypi-attestations', ['verify', 'pypi', '--offline', ...expected, '--provenance-file', provenance, file], { env });

    expect(verdict).toMatchObject({ exitCode: 0, output: expect.stringContaining('OK') as unknown });
  });

  test('and refused for another publisher', async () => {
    const file = world.files[0] ?? '';
    const provenance = join(world.folder, 'other.provenance');
    await writeProvenance(provenance, expected, `${file}.publish.attestation`);
    const other = expected.map((word) => word.replace(repository, 'somebody/else').replace(email, 'other@demo.iam.gserviceaccount.com'));

    expect(await python?.run('pypi-attestations', ['verify', 'pypi', '--offline', ...other, '--provenance-file', provenance, file], { env })).toMatchObject({ exitCode: 1 });
  });

  test('PyPI’s tools read the bundle as the same attestation', async () => {
    const file = world.files[0] ?? '';
    const program = `import sys; from sigstore.models import Bundle; from pypi_attestations import Attestation; print(Attestation.from_bundle(Bundle.from_json(open(sys.argv[1]).read())).envelope.signature.hex())`;

    const read = await python?.run('python', ['-c', program, `${file}.sigstore.json`], { env });

    const { envelope } = JSON.parse(await readFile(`${file}.publish.attestation`, 'utf8'));
    expect(read).toMatchObject({ exitCode: 0, output: `${Buffer.from(envelope.signature, 'base64').toString('hex')}\n` });
  });
});

async function jobOf(world: SigningWorld, provider: 'GitHub' | 'GitLab' | 'Google'): Promise<Record<string, string>> {
  if (provider === 'GitHub') return world.jobEnv();
  const settings = Object.fromEntries(Object.entries(world.jobEnv()).filter(([name]) => name.startsWith('ROPEWALK_')));
  const job = provider === 'GitLab' ? await world.ci.gitlab({ claims: { project_path: repository } }) : await world.ci.google({ claims: { email } });
  return { ...settings, ...job.env, ...(provider === 'Google' ? build : {}) };
}

/** The provenance object an index would serve. */
async function writeProvenance(path: string, [, name]: readonly string[], attestation: string): Promise<void> {
  const publisher =
    name === email
      ? { kind: 'Google', email }
      : name?.includes('gitlab') === true
        ? { kind: 'GitLab', repository, workflow_filepath: '.gitlab-ci.yml', environment: null }
        : { kind: 'GitHub', repository, workflow: 'release.yml', environment: null };
  await writeFile(path, JSON.stringify({ version: 1, attestation_bundles: [{ publisher, attestations: [JSON.parse(await readFile(attestation, 'utf8'))] }] }));
}
