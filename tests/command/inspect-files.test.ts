import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { ropewalk } from './ropewalk.ts';

const sdist = fixture('pypi', 'pypi_attestations-0.0.19.tar.gz');
const pem = fixture('pypi', 'no-source-repository-ref-extension.pem');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-inspect-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(!hasFixtures())('inspect', () => {
  test.each([
    ['an attestation', `${sdist}.slsa.attestation`, 'https://slsa.dev/provenance/v1'],
    ['a provenance', `${sdist}.provenance`, 'publisher, as the index claims: github:trailofbits/pypi-attestations'],
    ['a Google provenance', fixture('pypi', 'gcb_attestation_test-0.0.0.tar.gz.provenance'), 'google:919436158236-compute@developer.gserviceaccount.com'],
    ['a provenance of an unknown publisher kind', fixture('sigstore-servers', 'circleci', 'provenance.json'), 'CircleCI'],
    ['a Sigstore bundle', fixture('pypi', 'rfc8785-0.1.2-py3-none-any.whl.sigstore'), 'william@yossarian.net'],
    ['a bundle that PEP 740 cannot hold', fixture('sigstore-servers', 'v2.artifact.sigstore.json'), 'a file is signed directly'],
    ['a certificate', pem, 'github:SWIFTSIM/swiftgalaxy'],
  ])('%s is shown as what it claims, headed "not verified"', async (_, file, claim) => {
    const run = await ropewalk(['inspect', file]);

    expect(run.status).toBe(0);
    expect(run.stdout).toMatch(/^not verified/);
    expect(run.stdout).toContain(claim);
  });

  test('a certificate is read in DER too, and a statement alone', async () => {
    const der = join(folder, 'certificate.der');
    const statement = join(folder, 'statement.json');
    execFileSync('openssl', ['x509', '-in', pem, '-outform', 'der', '-out', der]);
    const attestation: { readonly envelope: { readonly statement: string } } = JSON.parse(await readFile(`${sdist}.publish.attestation`, 'utf8'));
    await writeFile(statement, Buffer.from(attestation.envelope.statement, 'base64'));

    const run = await ropewalk(['inspect', der, statement]);

    expect(run.status).toBe(0);
    expect(run.stdout).toContain('github:SWIFTSIM/swiftgalaxy');
    expect(run.stdout).toContain('pypi_attestations-0.0.19.tar.gz');
  });

  test('--json is one document, and says that nothing is verified', async () => {
    const run = await ropewalk(['inspect', `${sdist}.provenance`, pem, '--json']);

    expect(JSON.parse(run.stdout)).toMatchObject({ verified: false, files: [{ contents: [{ type: 'provenance' }] }, { contents: [{ type: 'certificate' }] }] });
  });

  test.each([
    ['text', 'hello', 1],
    ['two lines of text', 'hello\nworld\n', 1],
    ['nothing', '', 1],
    ['JSON of another kind', '{"a":1}', 1],
    ['a certificate that is none', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 1],
  ])('%s is no evidence', async (name, content, status) => {
    const file = join(folder, name);
    await writeFile(file, content);

    const run = await ropewalk(['inspect', file]);

    expect({ status: run.status, output: run.stderr }).toMatchObject({ status });
    expect(run.stderr).toContain(name);
  });

  test('a missing file is a usage error', async () => {
    expect((await ropewalk(['inspect', join(folder, 'missing')])).status).toBe(2);
  });
});
