import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ropewalk } from '@ropewalk-tests/command/ropewalk.ts';
import { readAttestation, repository, startSigningWorld, statementIn, type SigningWorld } from './world.ts';

/** Nobody can be reached from a test: what would be asked of the public Sigstore would fail. */
const unreachable = { https_proxy: 'http://127.0.0.1:9' };

let world: SigningWorld;
beforeEach(async () => {
  world = await startSigningWorld(2);
});
afterEach(() => world.close());

const attestationOf = (index: number, kind = 'publish'): string => `${world.files[index] ?? ''}.${kind}.attestation`;

describe('sign', () => {
  test('puts an attestation beside each file, which verify accepts', async () => {
    expect(await world.sign()).toMatchObject({ status: 0 });

    expect(await statementIn(attestationOf(0))).toMatchObject({ predicateType: 'https://docs.pypi.org/attestations/publish/v1', predicate: null });
    expect(await world.verify()).toMatchObject({ status: 0 });
  });

  test('asks for one certificate and one log entry for each file', async () => {
    await world.sign();

    expect(world.sigstore.requests()).toEqual({ fulcio: 1, rekor: 2 });
  });

  test('says what becomes public for ever before anything is logged', async () => {
    const { stderr } = await world.sign();

    const [notice, first] = [stderr.indexOf('for ever'), stderr.indexOf('attested:')];
    expect(notice).toBeGreaterThan(0);
    expect(notice).toBeLessThan(first);
    expect(stderr.slice(0, first)).toContain(`github:${repository}`);
  });

  test('names an e-mail address that becomes public', async () => {
    const job = await world.ci.google({ claims: { email: 'release@demo.iam.gserviceaccount.com' } });

    const run = await world.sign(['--identity', 'google'], { ...world.jobEnv(), ...job.env });

    expect(run).toMatchObject({ status: 0, stderr: expect.stringMatching(/for ever.*release@demo\.iam\.gserviceaccount\.com/) as unknown });
    expect(await world.verify(['--publisher', 'google:release@demo.iam.gserviceaccount.com'])).toMatchObject({ status: 0 });
  });

  test('signs nothing a second time: the attestations that are there are verified and kept', async () => {
    await world.sign();
    const before = await readFile(attestationOf(0));

    const run = await world.sign();

    expect(run).toMatchObject({ status: 0 });
    expect(await readFile(attestationOf(0))).toEqual(before);
    expect(world.sigstore.requests()).toEqual({ fulcio: 1, rekor: 2 });
  });

  test('understands dist/*, where attestations lie among the files', async () => {
    await world.sign(['--bundle']);

    const run = await world.sign((await world.listing()).map((name) => join(world.folder, 'dist', name)).filter((path) => !world.files.includes(path)));

    expect(run).toMatchObject({ status: 0 });
    expect(world.sigstore.requests()).toEqual({ fulcio: 1, rekor: 2 });
  });

  test('does not pass over a file that was named and is not there, be it no distribution', async () => {
    const run = await world.sign(['nowhere.whl.publish.attestation']);

    expect(run).toMatchObject({ status: 2, stderr: expect.stringContaining('USAGE_FILE_NOT_FOUND') as unknown });
    expect(world.sigstore.requests()).toEqual({ fulcio: 0, rekor: 0 });
  });

  test('says once what it sorted out', async () => {
    await writeFile(join(world.folder, 'dist', 'SHA256SUMS'), '');

    const run = await world.sign([join(world.folder, 'dist', 'SHA256SUMS')]);

    expect(run).toMatchObject({ status: 0 });
    expect(run.stderr.match(/sorted out/g)).toHaveLength(1);
  });

  test('replaces a broken attestation, and says so', async () => {
    await writeFile(attestationOf(0), '{"half');

    const run = await world.sign();

    expect(run).toMatchObject({ status: 0, stderr: expect.stringContaining('is not used') as unknown });
    expect(await world.verify()).toMatchObject({ status: 0 });
  });

  test('replaces the attestation of an earlier build of the file', async () => {
    await world.sign();
    await writeFile(world.files[0] ?? '', 'built again');

    const run = await world.sign();

    expect(run).toMatchObject({ status: 0, stderr: expect.stringContaining('is not used') as unknown });
    expect(world.sigstore.requests().rekor).toBe(3);
    expect(await world.verify()).toMatchObject({ status: 0 });
  });

  test('replaces an attestation that holds another type than its name says', async () => {
    await world.sign(['--slsa']);
    await writeFile(attestationOf(0), await readFile(attestationOf(0, 'slsa')));

    expect(await world.sign()).toMatchObject({ status: 0 });
    expect(await statementIn(attestationOf(0))).toMatchObject({ predicateType: 'https://docs.pypi.org/attestations/publish/v1' });
  });

  test('signs nothing where an attestation of another identity lies, unless --overwrite', async () => {
    await world.sign([], world.jobEnv({ repository: 'somebody/else' }));
    const before = await readFile(attestationOf(0));

    const refused = await world.sign();

    expect(refused).toMatchObject({ status: 1, stderr: expect.stringMatching(/somebody\/else[\s\S]*ATTESTATION_OF_ANOTHER[\s\S]*--overwrite/) as unknown });
    expect(await readFile(attestationOf(0))).toEqual(before);
    expect(world.sigstore.requests().rekor).toBe(2);
    expect(await world.sign(['--overwrite'])).toMatchObject({ status: 0 });
    expect(await world.verify()).toMatchObject({ status: 0 });
  });

  test('names the workflow when that is what differs', async () => {
    const other = `${repository}/.github/workflows/nightly.yml@refs/heads/main`;
    await world.sign([], world.jobEnv({ workflow_ref: other, job_workflow_ref: other, ref: 'refs/heads/main' }));

    expect(await world.sign()).toMatchObject({ status: 1, stderr: expect.stringMatching(/ATTESTATION_OF_ANOTHER/) as unknown });
    expect((await world.sign()).stderr).toContain('nightly.yml');
  });

  test('ends with Ctrl-C, and the next run finishes', async () => {
    world.sigstore.misbehave('rekor', { kind: 'silent' }, { times: 1 });

    const run = await ropewalk(['sign', ...world.files], { env: world.jobEnv(), cwd: world.folder, killAfterMs: 2000 });

    expect(run).toMatchObject({ status: 130 });
    expect((await world.listing()).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(await world.sign()).toMatchObject({ status: 0 });
    expect(await world.verify()).toMatchObject({ status: 0 });
  });

  test('puts attestations into --output-dir, which is made', async () => {
    const run = await world.sign(['--output-dir', join(world.folder, 'signed')]);

    expect(run).toMatchObject({ status: 0 });
    expect(await world.listing()).toHaveLength(2);
    expect(await statementIn(join(world.folder, 'signed', 'signing_demo-1.0-cp30-none-any.whl.publish.attestation'))).toBeDefined();
  });

  test('says before anything is signed that a folder cannot be written to', async () => {
    await writeFile(join(world.folder, 'occupied'), 'a file');

    expect(await world.sign(['--output-dir', join(world.folder, 'occupied')])).toMatchObject({ status: 2, stderr: expect.stringContaining('ATTESTATION_NOT_KEPT') as unknown });
    expect(world.sigstore.requests()).toEqual({ fulcio: 0, rekor: 0 });
  });

  test('writes Sigstore bundles of the same signatures with --bundle', async () => {
    await world.sign();

    const run = await world.sign(['--bundle']);

    const bundle = JSON.parse(await readFile(`${world.files[0] ?? ''}.sigstore.json`, 'utf8'));
    expect(run).toMatchObject({ status: 0 });
    expect(bundle.dsseEnvelope.signatures[0].sig).toBe((await readAttestation(attestationOf(0))).envelope.signature);
    expect(world.sigstore.requests().rekor).toBe(2);
  });

  test('does not replace a bundle of another identity either', async () => {
    await world.sign(['--bundle', '--output-dir', join(world.folder, 'other')], world.jobEnv({ repository: 'somebody/else' }));
    const name = 'signing_demo-1.0-cp30-none-any.whl.sigstore.json';
    await writeFile(join(world.folder, 'dist', name), await readFile(join(world.folder, 'other', name)));

    expect(await world.sign(['--bundle'])).toMatchObject({ status: 1, stderr: expect.stringContaining('ATTESTATION_OF_ANOTHER') as unknown });
  });

  test('leaves no unfinished file, and takes away those of a run that was killed', async () => {
    await mkdir(join(world.folder, 'dist'), { recursive: true });
    await writeFile(join(world.folder, 'dist', '.signing_demo-1.0-cp30-none-any.whl.publish.attestation.999999999-abcdef.part'), '{"ver');

    await world.sign();

    expect((await world.listing()).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test.each([
    ['a name that is no distribution’s', 'notes.whl', 'RELEASE_REFUSED'],
    ['a file that is missing', 'missing-1.0.tar.gz', 'USAGE_FILE_NOT_FOUND'],
  ])('refuses %s before it asks anybody', async (_, name, code) => {
    if (name === 'notes.whl') await writeFile(join(world.folder, name), 'notes');

    expect(await world.sign([join(world.folder, name)])).toMatchObject({ stderr: expect.stringContaining(code) as unknown });
    expect(world.sigstore.requests()).toEqual({ fulcio: 0, rekor: 0 });
  });

  test('answers --json with what was signed, and nothing else on standard output', async () => {
    const { status, stdout } = await world.sign(['--json']);

    expect({ status, report: JSON.parse(stdout) }).toMatchObject({
      status: 0,
      report: {
        schema: 'urn:ropewalk:schema:sign-report:1',
        publisher: `github:${repository}`,
        files: [{ attestations: [{ kind: 'publish', origin: 'signed', logIndex: '0' }], missing: [] }, { missing: [] }],
      },
    });
  });

  test('shows no secret, not even with --events', async () => {
    const env = world.jobEnv();

    const { stdout, stderr } = await world.sign(['--events'], { ...env, GITHUB_ACTIONS: '' });

    expect(stdout + stderr).not.toMatch(/eyJ[\w-]+\.[\w-]+\.[\w-]+/);
    expect(stdout + stderr).not.toContain(env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '');
  });
});

describe('who signs', () => {
  test('a private repository only with --allow-public-log', async () => {
    const env = world.jobEnv({ repository_visibility: 'private' });

    const refused = await world.sign([], env);

    expect(refused).toMatchObject({ status: 4, stderr: expect.stringMatching(/IDENTITY_NOT_PUBLIC[\s\S]*--allow-public-log/) as unknown });
    expect(world.sigstore.requests()).toEqual({ fulcio: 0, rekor: 0 });
    expect(await world.sign(['--allow-public-log'], env)).toMatchObject({ status: 0 });
  });

  test('nobody but the expected publisher', async () => {
    const run = await world.sign(['--publisher', 'github:somebody/else']);

    expect(run).toMatchObject({ status: 4, stderr: expect.stringContaining('IDENTITY_UNEXPECTED') as unknown });
    expect(run.stderr).not.toMatch(/The index|Add or correct/);
    expect(world.sigstore.requests()).toEqual({ fulcio: 0, rekor: 0 });
  });

  test('where several are expected, none of the others: the one it comes closest to says what differs', async () => {
    const run = await world.sign(['--publisher', 'gitlab:somebody/else', '--publisher', 'github:octo-org/other']);

    expect(run).toMatchObject({ status: 4, stderr: expect.stringContaining('IDENTITY_UNEXPECTED') as unknown });
    expect(run.stderr).toMatch(/none of gitlab:somebody\/else, github:octo-org\/other\. It comes closest to github:octo-org\/other: repository is/);
  });

  test('nobody outside a CI, which is said once, with advice about signing', async () => {
    const { ROPEWALK_FULCIO_URL, ROPEWALK_REKOR_URL, ROPEWALK_TRUSTED_ROOT } = world.jobEnv() as Record<string, string> & { ROPEWALK_FULCIO_URL: string; ROPEWALK_REKOR_URL: string; ROPEWALK_TRUSTED_ROOT: string };

    const settings = { ROPEWALK_FULCIO_URL, ROPEWALK_REKOR_URL, ROPEWALK_TRUSTED_ROOT };
    const runs = [await world.sign([], settings), await world.sign([], { ...settings, CIRCLECI: 'true' })];

    for (const { status, stderr } of runs) {
      expect(status).toBe(4);
      expect(stderr).toContain('IDENTITY_NOT_FOUND');
      expect(stderr).not.toMatch(/Publish |to publish|API token/);
    }
    expect(runs[0]?.stderr.match(/no CI/g)).toHaveLength(1);
    expect(runs[1]?.stderr).toMatch(/This is CircleCI.*\n.*--identity-token-file/);
  });

  test('nobody in the public log for an index on loopback', async () => {
    const { ROPEWALK_FULCIO_URL: _fulcio, ROPEWALK_REKOR_URL: _rekor, ROPEWALK_TRUSTED_ROOT: _root, ...env } = world.jobEnv();

    expect(await world.sign([], { ...env, ...unreachable, ROPEWALK_REPOSITORY_URL: 'http://127.0.0.1:9/legacy/' })).toMatchObject({ status: 3, stderr: expect.stringContaining('CONFIGURATION_CONFLICT') as unknown });
  });

  test('nobody in the public log whom PyPI would refuse', async () => {
    const called = `${repository}/.github/workflows/called.yml@refs/tags/v1.0.0`;
    const { ROPEWALK_FULCIO_URL: _fulcio, ROPEWALK_REKOR_URL: _rekor, ROPEWALK_TRUSTED_ROOT: _root, ...env } = world.jobEnv({ job_workflow_ref: called });

    expect(await world.sign([], { ...env, ...unreachable })).toMatchObject({ status: 4, stderr: expect.stringContaining('IDENTITY_UNACCEPTABLE') as unknown });
  });

  test('a part of a Sigstore is none', async () => {
    const { ROPEWALK_REKOR_URL: _, ...env } = world.jobEnv();

    expect(await world.sign([], env)).toMatchObject({ status: 3, stderr: expect.stringContaining('CONFIGURATION_CONFLICT') as unknown });
  });

  test('a signing configuration stands for the two addresses; a Rekor v2 in it is passed over', async () => {
    const { ROPEWALK_FULCIO_URL: fulcio, ROPEWALK_REKOR_URL: rekor, ...env } = world.jobEnv();
    const validFor = { start: '2024-01-01T00:00:00Z' };
    const config = {
      mediaType: 'application/vnd.dev.sigstore.signingconfig.v0.2+json',
      caUrls: [{ url: fulcio, majorApiVersion: 1, validFor }],
      rekorTlogUrls: [{ url: 'https://log2025.example', majorApiVersion: 2, validFor: { start: '2025-01-01T00:00:00Z' } }, { url: rekor, majorApiVersion: 1, validFor }],
    };
    await writeFile(join(world.folder, 'signing_config.json'), JSON.stringify(config));

    expect(await world.sign(['--signing-config', join(world.folder, 'signing_config.json')], env)).toMatchObject({ status: 0 });
    expect(await world.verify()).toMatchObject({ status: 0 });
  });
});
