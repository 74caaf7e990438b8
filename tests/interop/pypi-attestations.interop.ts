import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { preparePython } from './python.ts';
import { trustInPython } from './python-trust.ts';
import { EMAIL, GITLAB_PROJECT, REPOSITORY, startSigningWorld, type Provider, type SigningWorld } from './signed-files.ts';

const WHEEL = 'sampleproject-1.0.0-py3-none-any.whl';
const SDIST = 'sampleproject-1.0.0.tar.gz';
const IDENTITY = `https://github.com/${REPOSITORY}/.github/workflows/release.yml@refs/tags/v1.0.0`;

const python = await preparePython();

describe.skipIf(python === undefined)('PyPI’s own verifier, its command unmodified', () => {
  let folder: string;
  let world: SigningWorld;
  let env: Readonly<Record<string, string>>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ropewalk-interop-'));
    world = await startSigningWorld(folder);
    env = await trustInPython(join(folder, 'trust'), world.sigstore.trustedRoot);
  });
  afterAll(async () => {
    await world?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const verify = async (...args: readonly string[]) => python?.run('pypi-attestations', ['verify', ...args], { env });
  const verifyAttestation = (identity: string, path: string) => verify('attestation', '--offline', '--identity', identity, path);
  const verifyPypi = (file: { path: string; provenancePath: string }, ...expected: readonly string[]) =>
    verify('pypi', '--offline', ...expected, '--provenance-file', file.provenancePath, file.path);

  test('accepts a wheel and an sdist signed as a GitHub job', async () => {
    const wheel = await world.sign('github', WHEEL, 'a wheel');
    const sdist = await world.sign('github', SDIST, 'an sdist');

    expect(await verifyAttestation(IDENTITY, wheel.path)).toMatchObject({ exitCode: 0, output: expect.stringContaining('OK') });
    expect(await verifyAttestation(IDENTITY, sdist.path)).toMatchObject({ exitCode: 0, output: expect.stringContaining('OK') });
  });

  test.each<[Provider, readonly string[]]>([
    ['github', ['--repository', `https://github.com/${REPOSITORY}`]],
    ['gitlab', ['--repository', `https://gitlab.com/${GITLAB_PROJECT}`]],
    ['google', ['--gcp-service-account', EMAIL]],
  ])('accepts the provenance of a job of %s', async (provider, expected) => {
    const file = await world.sign(provider, WHEEL, `signed by ${provider}`);

    expect(await verifyPypi(file, ...expected)).toMatchObject({ exitCode: 0, output: expect.stringContaining('OK') });
  });

  test.each<[Provider, string]>([
    ['github', `https://github.com/${REPOSITORY}`],
    ['gitlab', `https://gitlab.com/${GITLAB_PROJECT}`],
  ])('accepts build provenance (SLSA) beside it, of a job of %s', async (provider, repository) => {
    const file = await world.sign(provider, SDIST, `built by ${provider}`, { slsa: true });

    const { attestation_bundles: bundles } = JSON.parse(await readFile(file.provenancePath, 'utf8'));
    expect(bundles[0].attestations).toHaveLength(2);
    expect(await verifyPypi(file, '--repository', repository)).toMatchObject({ exitCode: 0, output: expect.stringContaining('OK') });
  });

  test('refuses a file with one byte more', async () => {
    const file = await world.sign('github', WHEEL, 'before');
    await appendFile(file.path, '!');

    expect(await verifyAttestation(IDENTITY, file.path)).toMatchObject({ exitCode: 1, output: expect.stringContaining('does not match distribution digest') });
  });

  test('refuses a file with another name', async () => {
    const file = await world.sign('github', WHEEL, 'renamed');
    const renamed = file.path.replace('1.0.0', '1.0.1');
    await writeFile(renamed, 'renamed');
    await writeFile(`${renamed}.publish.attestation`, await readFile(`${file.path}.publish.attestation`));

    expect(await verifyAttestation(IDENTITY, renamed)).toMatchObject({ exitCode: 1, output: expect.stringContaining('does not match distribution name') });
  });

  test('refuses another identity, repository and workflow', async () => {
    const file = await world.sign('github', WHEEL, 'whose?');
    const provenance = await readFile(file.provenancePath, 'utf8');
    const otherWorkflow = `${file.provenancePath}.other`;
    await writeFile(otherWorkflow, provenance.replace('"workflow":"release.yml"', '"workflow":"other.yml"'));
    const repository = ['--repository', `https://github.com/${REPOSITORY}`];

    expect(await verifyAttestation(IDENTITY.replace('release', 'other'), file.path)).toMatchObject({ exitCode: 1 });
    expect(await verifyPypi(file, '--repository', 'https://github.com/octo-org/other')).toMatchObject({ exitCode: 1, output: expect.stringContaining('was signed by repository') });
    expect(await verifyPypi({ ...file, provenancePath: otherWorkflow }, ...repository)).toMatchObject({ exitCode: 1, output: expect.stringContaining('does not match expected Trusted Publisher') });
  });

  test('refuses the same file under the public root', async () => {
    const file = await world.sign('github', WHEEL, 'private');

    const result = await python?.run('pypi-attestations', ['verify', 'attestation', '--offline', '--identity', IDENTITY, file.path], { env: { XDG_CACHE_HOME: join(folder, 'empty') } });

    expect(result).toMatchObject({ exitCode: 1, output: expect.stringContaining('certificate chain') });
  });

  test.each([
    ['time', 'SET: invalid inclusion promise', (text: string) => text.replace(/"integratedTime":"(\d+)"/, (_match, time: string) => `"integratedTime":"${Number(time) + 1}"`)],
    ['root hash', 'root hash', (text: string) => text.replace(/"rootHash":"[^"]{4}/, '"rootHash":"AAAA')],
    ['signature', '', (text: string) => text.replace(/("signature":"[^"]{20})./, (_match, start: string) => `${start}!`)],
  ])('refuses an attestation with another %s', async (_name, reason, change) => {
    const file = await world.sign('github', WHEEL, 'changed');
    const path = `${file.path}.publish.attestation`;
    const original = await readFile(path, 'utf8');
    await writeFile(path, change(original));

    expect(await readFile(path, 'utf8')).not.toBe(original);
    expect(await verifyAttestation(IDENTITY, file.path)).toMatchObject({ exitCode: 1, output: expect.stringContaining(reason) });
  });
});
