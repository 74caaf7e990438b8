import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jobOf, openDemoWorld, openFolder, run, startIndex, uploadsTo, writeRelease } from './world.ts';

/** Signs a release in one job, as a build would, without uploading it anywhere that counts. */
async function sign(folder: string, files: readonly string[], env: Readonly<Record<string, string>>, index: { readonly uploadUrl: URL }): Promise<void> {
  const signed = await run(folder, ['publish', ...files, '--attestation-dir', 'dist'], { ...env, ROPEWALK_REPOSITORY_URL: index.uploadUrl.href });
  expect(signed).toMatchObject({ status: 0 });
}

describe('attestations between jobs', () => {
  test('publish keeps them where it is told, and upload sends what lies beside the files', async () => {
    const [folder, signing, target] = [await openFolder(), await openDemoWorld(), await openDemoWorld()];
    const files = await writeRelease(folder, 2);
    await sign(folder, files, await jobOf(signing, folder), signing.index);
    expect(await readdir(join(folder, 'dist'))).toHaveLength(4);

    // Another job, another index, the same Sigstore; `dist/*` names the attestations too.
    const all = (await readdir(join(folder, 'dist'))).map((name) => join(folder, 'dist', name));
    const job = await jobOf(signing, folder);
    const elsewhere = await run(folder, ['upload', ...all], { ...job, ROPEWALK_REPOSITORY_URL: target.index.uploadUrl.href });

    // The other world's index knows neither this CI nor this Sigstore: it refuses the identity, before anything is sent.
    expect(elsewhere).toMatchObject({ status: 4 });
    expect(uploadsTo(target.index)).toBe(0);
  });

  test('upload verifies them and sends them in a job of trusted publishing', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const env = await jobOf(world, folder);
    const files = await writeRelease(folder, 2);
    // Signing and uploading are two runs: the index fails in the first.
    world.index.inject({ route: 'upload', kind: { type: 'status', status: 400, reason: 'not today' }, times: Number.POSITIVE_INFINITY });
    expect(await run(folder, ['publish', ...files, '--attestation-dir', 'dist'], env)).toMatchObject({ status: 6 });
    world.index.clearFaults();

    const uploaded = await run(folder, ['upload', ...files, '--attestations', 'required'], env);

    expect(uploaded).toMatchObject({ status: 0 });
    expect(uploaded.stderr).toMatch(/^attestation: .* verified, and used/m);
    expect(uploaded.stdout.match(/attested, served with its provenance/g)).toHaveLength(2);
  });

  test('one that does not hold ends an upload before anything is sent', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const files = await writeRelease(folder, 2);
    await writeFile(`${files[1] ?? ''}.publish.attestation`, '{}');

    const ended = await run(folder, ['upload', ...files], await jobOf(world, folder));

    expect(ended).toMatchObject({ status: 1 });
    expect(ended.stderr).toContain('ATTESTATION_UNACCEPTABLE');
    expect(uploadsTo(world.index)).toBe(0);
  });

  test('one that does not hold is replaced by publish, and said so', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const [file = ''] = await writeRelease(folder, 1);
    await writeFile(`${file}.publish.attestation`, 'not even JSON');

    const ended = await run(folder, ['publish', file, '--attestation-dir', 'dist'], await jobOf(world, folder));

    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stderr).toMatch(/^note: .*\.publish\.attestation is not used/m);
    expect(JSON.parse(await readFile(`${file}.publish.attestation`, 'utf8'))).toHaveProperty('verification_material');
  });

  test('without one, a file goes as it is in a job of trusted publishing, and that is said before', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const files = await writeRelease(folder, 1);

    const ended = await run(folder, ['upload', ...files], await jobOf(world, folder));

    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stderr).toMatch(/^note: no attestation beside .*can never get one\n(?:.*\n)*sent /m);
  });

  test('required and none there: nothing is sent', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const files = await writeRelease(folder, 1);

    const ended = await run(folder, ['upload', ...files, '--attestations', 'required'], await jobOf(world, folder));

    expect(ended).toMatchObject({ status: 1 });
    expect(ended.stderr).toContain('ATTESTATION_MISSING');
    expect(uploadsTo(world.index)).toBe(0);
  });

  test('switched off, nothing is signed', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const files = await writeRelease(folder, 1);

    const ended = await run(folder, ['publish', ...files, '--attestations', 'off'], await jobOf(world, folder));

    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stderr).not.toContain('signing as');
    expect(world.index.files().map(({ hasProvenance }) => hasProvenance)).toEqual([false]);
  });
});

describe('with an API token', () => {
  test('it is said, before anything is sent, that there are no attestations, and how they would be sent', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const files = await writeRelease(folder, 1);

    const ended = await run(folder, ['publish', ...files, '--repository-url', index.uploadUrl.href, '--token', index.createToken()]);

    const lines = ended.stderr.split('\n');
    const said = lines.findIndex((line) => /^attestations: off .*uploaded with a token.*--attestations required/.test(line));
    expect(said).toBeGreaterThanOrEqual(0);
    expect(said).toBeLessThan(lines.findIndex((line) => line.startsWith('sent ')));
  });

  test('for PyPI, attestations cannot be required: refused before anything is sent', async () => {
    const folder = await openFolder();
    const files = await writeRelease(folder, 1);
    const token = `pypi-${Buffer.from(pypiMacaroon).toString('base64url')}`;

    const ended = await run(folder, ['publish', ...files, '--attestations', 'required', '--token', token]);

    expect(ended).toMatchObject({ status: 3 });
    expect(ended.stderr).toContain('only with trusted publishing');
  });
});

/** A token in PyPI's form that PyPI never made. */
const pypiMacaroon = Buffer.concat([
  Buffer.from([2, 1, 8]),
  Buffer.from('pypi.org'),
  Buffer.from([2, 4]),
  Buffer.from('none'),
  Buffer.from([0, 0, 6, 32]),
  Buffer.alloc(32, 7),
]);
