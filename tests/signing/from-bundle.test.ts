import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readAttestation, repository, startSigningWorld, statementIn, type SigningWorld } from './world.ts';

let world: SigningWorld;
beforeEach(async () => {
  world = await startSigningWorld(2);
});
afterEach(() => world.close());

/** Bundles of both files, one a line, as `actions/attest` leaves them. */
async function bundleLines(args: readonly string[] = [], env?: Record<string, string>): Promise<string> {
  const folder = join(world.folder, 'elsewhere');
  await world.sign(['--bundle', '--output-dir', folder, ...args], env);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sigstore.json'));
  const path = join(world.folder, 'attestations.jsonl');
  await writeFile(path, (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n'));
  await rm(folder, { recursive: true });
  return path;
}

describe('sign --from-bundle', () => {
  test('takes the bundles of this identity instead of signing', async () => {
    const bundles = await bundleLines(['--slsa']);
    const before = world.sigstore.requests();

    const run = await world.sign(['--from-bundle', bundles]);

    expect(run).toMatchObject({ status: 0, stdout: expect.stringContaining('taken') as unknown });
    expect(world.sigstore.requests()).toEqual(before);
    expect(await world.listing()).toHaveLength(6);
    expect(await world.verify()).toMatchObject({ status: 0 });
  });

  test('signs what the bundles leave out', async () => {
    const bundles = await bundleLines();
    await writeFile(world.files[1] ?? '', 'built again');
    const before = world.sigstore.requests().rekor;

    expect(await world.sign(['--from-bundle', bundles])).toMatchObject({ status: 0 });

    expect(world.sigstore.requests().rekor - before).toBe(1);
    expect(await world.verify()).toMatchObject({ status: 0 });
  });

  test('refuses the bundle of another identity, and signs nothing', async () => {
    const bundles = await bundleLines([], world.jobEnv({ repository: 'somebody/else' }));
    const before = world.sigstore.requests();

    const run = await world.sign(['--from-bundle', bundles]);

    expect(run).toMatchObject({ status: 1, stderr: expect.stringContaining('BUNDLE_UNACCEPTABLE') as unknown });
    expect(world.sigstore.requests()).toEqual(before);
    expect(await world.listing()).toHaveLength(2);
  });

  test('refuses the bundle of a file with another name', async () => {
    const bundles = await bundleLines();
    const renamed = join(world.folder, 'dist', 'other_demo-1.0-py3-none-any.whl');
    await rename(world.files[0] ?? '', renamed);
    await writeFile(world.files[0] ?? '', 'another file');

    expect(await world.sign(['--from-bundle', bundles, renamed])).toMatchObject({ status: 1, stderr: expect.stringContaining('BUNDLE_UNACCEPTABLE') as unknown });
  });

  test('passes over what PEP 740 cannot hold, and says why', async () => {
    const path = join(world.folder, 'message.json');
    await writeFile(path, JSON.stringify({ mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json', messageSignature: {} }));

    expect(await world.sign(['--from-bundle', path])).toMatchObject({ status: 0, stderr: expect.stringMatching(/bundle 1 in .*message\.json is not used/) as unknown });
  });

  test('needs no CI when it is said who signed and nothing is missing', async () => {
    const bundles = await bundleLines();
    const env = Object.fromEntries(Object.entries(world.jobEnv()).filter(([name]) => name.startsWith('ROPEWALK_')));

    expect(await world.sign(['--from-bundle', bundles, '--publisher', `github:${repository}`], env)).toMatchObject({ status: 0 });
    expect(await world.sign(['--from-bundle', bundles, '--publisher', `github:${repository}`, '--slsa'], env)).toMatchObject({ status: 4, stderr: expect.stringContaining('IDENTITY_NOT_FOUND') as unknown });
    expect(await statementIn(`${world.files[0] ?? ''}.publish.attestation`)).toMatchObject({ predicate: null });
  });

  test.each([
    ['missing', undefined, 2, 'BUNDLE_FILE_UNREADABLE'],
    ['no JSON', 'hello', 1, 'BUNDLE_FILE_MALFORMED'],
  ])('names a file that is %s', async (_, content, status, code) => {
    const path = join(world.folder, 'bundles.jsonl');
    if (content !== undefined) await writeFile(path, content);

    expect(await world.sign(['--from-bundle', path])).toMatchObject({ status, stderr: expect.stringContaining(code) as unknown });
    expect(world.sigstore.requests()).toEqual({ fulcio: 0, rekor: 0 });
  });

  test('keeps a valid attestation that is there rather than a bundle', async () => {
    const bundles = await bundleLines();
    await world.sign();
    const before = await readAttestation(`${world.files[0] ?? ''}.publish.attestation`);

    await world.sign(['--from-bundle', bundles]);

    expect(await readAttestation(`${world.files[0] ?? ''}.publish.attestation`)).toEqual(before);
  });
});
