import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attestationToBundle, parseAttestation } from '@ropewalk/pep740';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { ropewalk, type Run } from '@ropewalk-tests/command/ropewalk.ts';
import { readAttestation } from './world.ts';

const original = fixture('pypi', 'pypi_attestations-0.0.19.tar.gz');

describe.skipIf(!hasFixtures())('bundles that a real release was signed with, under the public root', () => {
  let folder: string;
  let file: string;
  let bundles: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ropewalk-real-'));
    file = join(folder, basename(original));
    bundles = join(folder, 'attestations.jsonl');
    await copyFile(original, file);
    const lines = await Promise.all(['publish', 'slsa'].map(async (kind) => JSON.stringify(attestationToBundle(parseAttestation(await readFile(`${original}.${kind}.attestation`))))));
    await writeFile(bundles, lines.join('\n'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  // Nobody can be reached from a test: what would be asked of Sigstore would fail.
  const take = (publisher: string): Promise<Run> => ropewalk(['sign', '--slsa', '--from-bundle', bundles, '--publisher', publisher, file], { env: { https_proxy: 'http://127.0.0.1:9' }, cwd: folder });

  test('are taken for the publisher that made them, publish and SLSA', async () => {
    expect(await take('github:trailofbits/pypi-attestations')).toMatchObject({ status: 0 });

    expect((await readAttestation(`${file}.publish.attestation`)).envelope).toEqual((await readAttestation(`${original}.publish.attestation`)).envelope);
    expect((await readAttestation(`${file}.slsa.attestation`)).envelope).toEqual((await readAttestation(`${original}.slsa.attestation`)).envelope);
  });

  test('are refused for another', async () => {
    expect(await take('github:trailofbits/pypi-attestation')).toMatchObject({ status: 1, stderr: expect.stringContaining('BUNDLE_UNACCEPTABLE') as unknown });
  });
});
