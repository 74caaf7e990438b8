import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createIndexClient } from '@ropewalk/index-client';
import { parseStatement, statementBytes } from '@ropewalk/pep740';
import { serveWorld, type ServedWorld } from '@ropewalk/rehearsal';
import { ropewalk, type Run } from '@ropewalk-tests/command/ropewalk.ts';

let folder: string;
let served: ServedWorld;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-signing-'));
  served = await serveWorld([], folder);
});
afterEach(async () => {
  await served.close();
  await rm(folder, { recursive: true, force: true });
});

const publish = (args: readonly string[] = [], env: Record<string, string> = {}): Promise<Run> =>
  ropewalk(['publish', '--no-wait', ...args, ...served.files], { env: { ...served.env, ...env }, cwd: folder });
/** For each file on the index, whether it has provenance. */
const uploaded = (): readonly boolean[] => served.world.index.files().map(({ hasProvenance }) => hasProvenance);

describe('publish --attestations', () => {
  test('left out, with an identity and an index that takes them: nothing is uploaded when signing does not work', async () => {
    served.world.sigstore.misbehave('rekor', { kind: 'wrong-proof' });

    const run = await publish();

    expect(run).toMatchObject({ status: 7, stderr: expect.stringContaining('LOG_ENTRY_WRONG') as unknown });
    expect(uploaded()).toEqual([]);
  });

  test('auto: goes on without, loudly, when signing does not work', async () => {
    served.world.sigstore.misbehave('fulcio', { kind: 'foreign-certificate' });

    const run = await publish(['--attestations', 'auto']);

    expect(run).toMatchObject({ status: 0, stderr: expect.stringMatching(/warning[\s\S]*Fulcio[\s\S]*WITHOUT an attestation[\s\S]*never/) as unknown });
    expect(uploaded()).toEqual([false, false]);
  });

  test('auto: --json names the files that went without, and why', async () => {
    served.world.sigstore.misbehave('rekor', { kind: 'wrong-root' });

    const { status, stdout } = await publish(['--attestations', 'auto', '--json']);

    expect({ status, report: JSON.parse(stdout) }).toMatchObject({ status: 0, report: { unsigned: { files: { length: 2 }, error: { code: 'LOG_ENTRY_WRONG' } } } });
  });

  test('auto: a dry run says it too', async () => {
    const env = served.world.ci.github({ repository: 'ropewalk-rehearsal/sample', workflow_ref: workflow, job_workflow_ref: workflow, repository_visibility: 'private' }).env;

    expect(await publish(['--attestations', 'auto', '--dry-run'], env)).toMatchObject({ status: 0, stderr: expect.stringContaining('WITHOUT') as unknown });
    expect(uploaded()).toEqual([]);
  });

  test('auto: what was signed before it failed goes with its attestation', async () => {
    served.world.sigstore.misbehave('rekor', { kind: 'wrong-promise' }, { after: 1 });

    expect(await publish(['--attestations', 'auto'])).toMatchObject({ status: 0 });

    expect([...uploaded()].sort()).toEqual([false, true]);
  });

  test('auto: a private repository is published without, not put into the log', async () => {
    const env = served.world.ci.github({ repository: 'ropewalk-rehearsal/sample', workflow_ref: workflow, job_workflow_ref: workflow, repository_visibility: 'private' }).env;

    expect(await publish(['--attestations', 'auto'], env)).toMatchObject({ status: 0, stderr: expect.stringContaining('WITHOUT') as unknown });
    expect(served.world.sigstore.requests()).toEqual({ fulcio: 0, rekor: 0 });
  });

  test('auto is no way around an expected publisher', async () => {
    expect(await publish(['--attestations', 'auto', '--publisher', 'github:somebody/else'])).toMatchObject({ status: 4, stderr: expect.stringContaining('IDENTITY_UNEXPECTED') as unknown });
    expect(uploaded()).toEqual([]);
  });

  test('off: signs nothing, and says what that means', async () => {
    expect(await publish(['--attestations', 'off'])).toMatchObject({ status: 0, stderr: expect.stringContaining('never') as unknown });
    expect(served.world.sigstore.requests()).toEqual({ fulcio: 0, rekor: 0 });
    expect(uploaded()).toEqual([false, false]);
  });

  test('required with a token for PyPI: a configuration error before anything is signed or sent', async () => {
    const env = { ROPEWALK_REPOSITORY_URL: 'https://upload.pypi.org/legacy/' };

    const run = await publish(['--attestations', 'required', '--token', pypiToken], env);

    expect(run).toMatchObject({ status: 3, stderr: expect.stringContaining('CONFIGURATION_CONFLICT') as unknown });
    expect(served.world.sigstore.requests()).toEqual({ fulcio: 0, rekor: 0 });
  });

  test('with a token: off by default, and said', async () => {
    const run = await publish(['--token', served.world.index.createToken()]);

    expect(run).toMatchObject({ status: 0, stderr: expect.stringContaining('attestations: off') as unknown });
    expect(served.world.sigstore.requests()).toEqual({ fulcio: 0, rekor: 0 });
  });
});

describe('publish', () => {
  test('says what becomes public for ever before anything is logged', async () => {
    const { stderr } = await publish();

    expect(stderr.indexOf('for ever')).toBeGreaterThan(0);
    expect(stderr.indexOf('for ever')).toBeLessThan(stderr.indexOf('attested:'));
  });

  test('--slsa sends SLSA provenance besides, which the index verifies too', async () => {
    expect(await publish(['--slsa'])).toMatchObject({ status: 0 });

    const index = createIndexClient({ http: served.world.http, simpleUrl: served.world.index.simpleUrl });
    const page = await index.project('ropewalk-sample');
    const provenances = await Promise.all((page?.files ?? []).map((file) => index.provenance(file)));
    const types = provenances.map((provenance) => provenance?.attestation_bundles[0]?.attestations.map((attestation) => parseStatement(statementBytes(attestation)).predicateType));
    expect(types).toEqual(Array.from({ length: 2 }, () => ['https://docs.pypi.org/attestations/publish/v1', 'https://slsa.dev/provenance/v1']));
  });

  test('--from-bundle uploads what was signed elsewhere, without another signature', async () => {
    const elsewhere = join(folder, 'elsewhere');
    await ropewalk(['sign', '--bundle', '--output-dir', elsewhere, ...served.files], { env: { ...served.env }, cwd: folder });
    const bundles = (await readdir(elsewhere)).filter((name) => name.endsWith('.sigstore.json')).flatMap((name) => ['--from-bundle', join(elsewhere, name)]);
    const before = served.world.sigstore.requests();

    expect(await publish(bundles)).toMatchObject({ status: 0 });

    expect(served.world.sigstore.requests()).toEqual(before);
    expect(uploaded()).toEqual([true, true]);
  });

  test('--attestation-dir keeps what was signed when another file fails; the second run signs that one alone', async () => {
    const kept = join(folder, 'attestations');
    served.world.sigstore.misbehave('rekor', { kind: 'wrong-proof' }, { after: 1, times: 1 });
    expect(await publish(['--attestation-dir', kept])).toMatchObject({ status: 7 });
    expect(await readdir(kept)).toHaveLength(1);
    const before = served.world.sigstore.requests().rekor;

    expect(await publish(['--attestation-dir', kept])).toMatchObject({ status: 0 });

    expect(served.world.sigstore.requests().rekor - before).toBe(1);
    expect(uploaded()).toEqual([true, true]);
  });

  test('uses again what sign left beside the files', async () => {
    await ropewalk(['sign', ...served.files], { env: { ...served.env }, cwd: folder });
    const before = served.world.sigstore.requests();

    expect(await publish()).toMatchObject({ status: 0 });

    expect(served.world.sigstore.requests()).toEqual(before);
  });

  test('replaces a broken attestation beside a file with a notice', async () => {
    await writeFile(`${served.files[0] ?? ''}.publish.attestation`, 'broken');

    expect(await publish()).toMatchObject({ status: 0, stderr: expect.stringContaining('is not used') as unknown });
    expect(uploaded()).toEqual([true, true]);
  });
});

/** A complete token of PyPI's form, with a made-up key. */
const pypiToken =
  'pypi-AgEIcHlwaS5vcmcCJDBmMWUyZDNjLTRiNWEtNjk3OC04Nzk2LWE1YjRjM2QyZTFmMAACK1szLCAiMmQzYzRiNWEtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIl0AAAYgn4lEdWZEntpBZgO8CnStBF31POucBDXJeoqTay2ot8Y';
const workflow = 'ropewalk-rehearsal/sample/.github/workflows/release.yml@refs/tags/v1.0.0';
