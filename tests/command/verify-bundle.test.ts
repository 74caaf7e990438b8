import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { ropewalk, type Run } from './ropewalk.ts';

const sdist = fixture('sigstore-servers', 'sampleproject-1.2.3.tar.gz');
const artifactBundle = fixture('sigstore-servers', 'v2.artifact.sigstore.json');
const statementBundle = fixture('sigstore-servers', 'v2.dsse.sigstore.json');
const root = ['--trusted-root', fixture('sigstore-servers', 'trusted_root.json')];
const issuer = ['--certificate-oidc-issuer', 'https://token.actions.githubusercontent.com'];
const identity = 'https://github.com/octo-org/sampleproject/.github/workflows/release.yml@refs/tags/v1.2.3';
let folder: string;

beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'ropewalk-bundle-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

const verify = (bundle: string, ...rest: readonly string[]): Promise<Run> => ropewalk(['verify', sdist, '--bundle', bundle, ...root, '--offline', ...rest]);

describe.skipIf(!hasFixtures())('verify --bundle, for bundles that PEP 740 cannot hold', () => {
  test.each([
    ['a signature over the file', artifactBundle],
    ['a statement in Rekor v2', statementBundle],
  ])('%s verifies for its signer and for nobody else', async (_, bundle) => {
    const statuses = async (...expectations: readonly (readonly string[])[]): Promise<readonly (number | null)[]> =>
      (await Promise.all(expectations.map((expectation) => verify(bundle, ...expectation)))).map(({ status }) => status);

    expect(await statuses(['--publisher', 'github:octo-org/sampleproject', '--workflow', 'release.yml'], ['--certificate-identity', identity, ...issuer])).toEqual([0, 0]);
    expect(await statuses(['--publisher', 'github:octo-org/other'], ['--certificate-identity', `${identity}x`, ...issuer], [])).toEqual([1, 1, 2]);
  });

  test('says plainly that no statement was signed', async () => {
    const run = await verify(artifactBundle, '--publisher', 'github:octo-org/sampleproject');

    expect(run.stdout).toContain('no PEP 740 attestation');
    expect(run.stdout).toContain('the signature is over the bytes of the file');
  });

  test('a signature over the file is none of a certain type', async () => {
    const run = await verify(artifactBundle, '--publisher', 'github:octo-org/sampleproject', '--predicate-type', 'publish');

    expect(run.status).toBe(1);
    expect(run.stdout).toContain('PREDICATE_TYPE');
  });

  test('a statement of Rekor v2 is about the file of its name only', async () => {
    const renamed = join(folder, 'other-1.2.3.tar.gz');
    await copyFile(sdist, renamed);

    const run = await ropewalk(['verify', renamed, '--bundle', statementBundle, ...root, '--offline', '--publisher', 'github:octo-org/sampleproject']);

    expect(run.status).toBe(1);
    expect(run.stdout).toContain('SUBJECT_NAME');
  });

  test('lies beside the file, and counts for --at-least as what it is', async () => {
    const file = join(folder, 'sampleproject-1.2.3.tar.gz');
    await Promise.all([copyFile(sdist, file), copyFile(artifactBundle, `${file}.sigstore.json`), copyFile(statementBundle, `${file}.sigstore`)]);
    const run = (count: string): Promise<Run> => ropewalk(['verify', file, ...root, '--offline', '--publisher', 'github:octo-org/sampleproject', '--at-least', count]);

    expect((await run('2')).status).toBe(0);
    expect((await run('3')).status).toBe(1);
  });

  test('as JSON, holds what the schema says', async () => {
    const run = await verify(artifactBundle, '--publisher', 'github:octo-org/sampleproject', '--json');

    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema(await schema('@ropewalk/verifier/schema/report.json'));
    const isValid = ajv.compile(await schema('ropewalk/schema/verification.json'));
    const document: unknown = JSON.parse(run.stdout);
    expect(isValid(document), ajv.errorsText(isValid.errors)).toBe(true);
    expect(document).toMatchObject({ verified: true, files: [{ attestations: [{ genericBundle: { signed: 'file' } }] }] });
  });
});

async function schema(name: string): Promise<object> {
  return JSON.parse(await readFile(fileURLToPath(import.meta.resolve(name)), 'utf8')) as object;
}
