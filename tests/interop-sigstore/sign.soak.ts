import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preparePython } from '@ropewalk-tests/interop/python.ts';
import { trustInPython } from '@ropewalk-tests/interop/python-trust.ts';
import { EMAIL, GITLAB_PROJECT, REPOSITORY, startSigningWorld, type Provider, type SigningWorld } from '@ropewalk-tests/interop/signed-files.ts';
import { parseIdentityToken, type Identity } from '@ropewalk/core';
import { attestationToBundle, createStatement, parseAttestation, parseStatement } from '@ropewalk/pep740';
import { createSigner, signAll } from '@ropewalk/signer';
import { createBundleVerifier } from '@ropewalk/sigstore-verifier';
import { parseTrustedRoot, type TrustedRoot } from '@ropewalk/trusted-root';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRealSigstore } from './real-sigstore.ts';

const python = await preparePython();

let folder: string;
let world: SigningWorld;
let trustedRoot: TrustedRoot;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-real-'));
  world = await startSigningWorld(folder, { sigstore: startRealSigstore });
  trustedRoot = parseTrustedRoot(JSON.stringify(world.sigstore.trustedRoot), { source: 'real servers' });
  env = await trustInPython(join(folder, 'trust'), world.sigstore.trustedRoot);
});
afterAll(async () => {
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

const signerFor = (identity: Identity) =>
  createSigner({ identity, http: world.http, fulcioUrl: world.sigstore.fulcioUrl, rekorUrl: world.sigstore.rekorUrl, trustedRoot });

describe.each<[Provider, readonly string[]]>([
  ['github', ['--repository', `https://github.com/${REPOSITORY}`]],
  ['gitlab', ['--repository', `https://gitlab.com/${GITLAB_PROJECT}`]],
  ['google', ['--gcp-service-account', EMAIL]],
])('two files signed by a job of %s through the real Fulcio, CT log and Rekor', (provider, expected) => {
  test.each(['sampleproject-1.0.0-py3-none-any.whl', 'sampleproject-1.0.0.tar.gz'])('%s verifies with ours', async (filename) => {
    const file = await world.sign(provider, filename, `${filename} of ${provider}`);

    const attestation = parseAttestation(await readFile(`${file.path}.publish.attestation`));
    const verified = createBundleVerifier(trustedRoot).verify(attestationToBundle(attestation), { profile: 'pep740' });
    expect(parseStatement(verified.payload).subject.name).toBe(filename);
  });

  test.skipIf(python === undefined)('and with PyPI’s own command, unmodified', async () => {
    for (const filename of ['sampleproject-1.0.0-py3-none-any.whl', 'sampleproject-1.0.0.tar.gz']) {
      const file = await world.sign(provider, filename, `${filename} of ${provider}, for Python`);

      const result = await python?.run('pypi-attestations', ['verify', 'pypi', '--offline', ...expected, '--provenance-file', file.provenancePath, file.path], { env });

      expect(result).toMatchObject({ exitCode: 0, output: expect.stringContaining('OK') });
    }
  });
});

describe('the real servers', () => {
  test('take fifty files concurrently under one certificate', async () => {
    const statements = Array.from({ length: 50 }, (_, index) => createStatement({ filename: `sampleproject-1.0.${index}.tar.gz`, sha256: index.toString(16).padStart(64, 'f') }));
    const positions: number[] = [];

    for await (const event of signAll(signerFor(await world.identity('github')), statements)) {
      if (event.type === 'sign-end') positions.push(event.index);
    }

    expect(positions).toEqual(statements.map((_, index) => index));
  });

  test('give one generic answer to bad tokens, and the error still names the cause', async () => {
    const withClaims = (claims: Readonly<Record<string, unknown>>): Identity => ({
      provider: 'github',
      requestToken: async (audience) => parseIdentityToken(await world.ci.issueToken('github', { audience, claims }), audience),
    });
    const failure = (claims: Readonly<Record<string, unknown>>) => signerFor(withClaims(claims)).prepare().catch((error: unknown) => error);

    expect(await failure({ iss: 'https://ci.example' })).toMatchObject({ code: 'FULCIO_REFUSED', message: expect.stringContaining('accepts no tokens of https://ci.example') });
    expect(await failure({ nbf: Math.floor(Date.now() / 1000) + 3600 })).toMatchObject({ code: 'FULCIO_REFUSED', message: expect.stringContaining('is not valid yet') });
    expect(await failure({ job_workflow_ref: undefined })).toMatchObject({ code: 'FULCIO_REFUSED' });
  });
});
