import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attestationToBundle, parseAttestation, parseStatement } from '@ropewalk/pep740';
import { createBundleVerifier } from '@ropewalk/sigstore-verifier';
import { parseTrustedRoot } from '@ropewalk/trusted-root';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { preparePython } from './python.ts';
import { REPOSITORY, startSigningWorld, type Provider, type SigningWorld } from './signed-files.ts';
import { trustConfigOf } from './trust-config.ts';

const SDIST = 'sampleproject-1.0.0.tar.gz';
const script = fileURLToPath(new URL('sign_with_python.py', import.meta.url));
const python = await preparePython();

describe.skipIf(python === undefined)('PyPI’s own signing tools against our Fulcio and Rekor', () => {
  let folder: string;
  let world: SigningWorld;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ropewalk-interop-'));
    world = await startSigningWorld(folder);
    await writeFile(join(folder, 'trust_config.json'), JSON.stringify(trustConfigOf(world.sigstore)));
    await writeFile(join(folder, SDIST), 'an sdist');
  });
  afterAll(async () => {
    await world?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const sign = async (token: string) => python?.run('python', [script, join(folder, 'trust_config.json'), join(folder, SDIST)], { input: token });

  test('sign as a GitHub job, and our verifier accepts it', async () => {
    const result = await sign(await world.token('github'));

    expect(result).toMatchObject({ exitCode: 0 });
    const trustedRoot = parseTrustedRoot(JSON.stringify(world.sigstore.trustedRoot), { source: 'local' });
    const bundle = attestationToBundle(parseAttestation(result?.output ?? ''));
    const { certificate, payload } = createBundleVerifier(trustedRoot).verify(bundle, { profile: 'pep740' });
    expect(certificate.sourceRepositoryUri).toBe(`https://github.com/${REPOSITORY}`);
    expect(parseStatement(payload).subject).toEqual({ name: SDIST, digest: { sha256: createHash('sha256').update('an sdist').digest('hex') } });
  });

  test.each<Provider>(['gitlab', 'google'])('sign as a job of %s', async (provider) => {
    expect(await sign(await world.token(provider))).toMatchObject({ exitCode: 0 });
  });
});
