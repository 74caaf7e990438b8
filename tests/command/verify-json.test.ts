import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { ropewalk, type Run } from './ropewalk.ts';

const sdist = fixture('pypi', 'pypi_attestations-0.0.19.tar.gz');
const publisher = ['--publisher', 'github:trailofbits/pypi-attestations', '--workflow', 'release.yml'];
let folder: string;
let isValid: (document: unknown) => true | string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-json-'));
  const ajv = new Ajv2020({ strict: false });
  ajv.addSchema(await schema('@ropewalk/verifier/schema/report.json'));
  const validate = ajv.compile(await schema('ropewalk/schema/verification.json'));
  isValid = (document) => validate(document) || ajv.errorsText(validate.errors);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(!hasFixtures())('verify --json', () => {
  test('tells everything about a verified file, as its schema has it', async () => {
    const run = await ropewalk(['verify', sdist, ...publisher, '--offline', '--json']);

    const document = documentOf(run);
    expect(run.status).toBe(0);
    expect(isValid(document)).toBe(true);
    expect(document).toMatchObject({
      verified: true,
      files: [
        {
          status: 'verified',
          digestFrom: 'file',
          attestations: [
            {
              predicateType: 'https://docs.pypi.org/attestations/publish/v1',
              expectation: { source: 'command line', publishers: [expect.stringContaining('github:trailofbits/pypi-attestations')] },
              trustedRoot: { source: 'shipped', version: expect.any(Number), ageDays: expect.any(Number) },
              evidence: {
                publisher: { kind: 'GitHub', repository: 'trailofbits/pypi-attestations' },
                workflow: '.github/workflows/release.yml',
                commit: '08802efe1f8e5fec4ad842d6b8ce97656092ee72',
                ref: 'refs/tags/v0.0.19',
                runUrl: expect.stringContaining('/actions/runs/'),
                trigger: 'release',
                runner: 'github-hosted',
                ownerId: '2314423',
                repositoryId: '772247423',
                logEntry: { logIndex: '153454663' },
                signedAt: '2024-12-04T23:14:01.000Z',
              },
            },
            { predicateType: 'https://slsa.dev/provenance/v1' },
          ],
        },
      ],
    });
  });

  test('is one document for all targets, whatever became of them', async () => {
    const lonely = join(folder, 'lonely-1.0.tar.gz');
    const broken = join(folder, 'broken-1.0.tar.gz');
    await writeFile(lonely, '');
    await writeFile(broken, '');
    await writeFile(`${broken}.provenance`, '{"version":1,');

    const run = await ropewalk(['verify', sdist, lonely, broken, ...publisher, '--offline', '--json']);

    const document = documentOf(run);
    expect(run.status).toBe(1);
    expect(isValid(document)).toBe(true);
    expect(document).toMatchObject({ verified: false, files: [{ status: 'verified' }, { status: 'unattested' }, { status: 'invalid', problem: { code: 'PROVENANCE_NOT_JSON' } }] });
  });

  test('names every mismatch by its code', async () => {
    const run = await ropewalk(['verify', sdist, '--publisher', 'github:o/r', '--offline', '--json']);

    const document = documentOf(run);
    expect(isValid(document)).toBe(true);
    expect(JSON.stringify(document)).toContain('"code":"PUBLISHER_REPOSITORY"');
  });

  test('holds nothing that reads as verified when nobody was expected', async () => {
    const run = await ropewalk(['verify', sdist, '--offline', '--json']);

    const document = documentOf(run);
    expect(run.status).toBe(2);
    expect(isValid(document)).toBe(true);
    expect(run.stdout).not.toMatch(/"verified": true|"evidence"/);
    expect(document).toMatchObject({ files: [{ status: 'not-verified' }] });
  });

  test('neutralises text from outside: no control or formatting character goes to the terminal', async () => {
    const evil = join(folder, 'evil\u202E\u009B31m-1.0.tar.gz');
    await writeFile(evil, '');

    const json = await ropewalk(['verify', evil, ...publisher, '--offline', '--json']);
    const text = await ropewalk(['verify', evil, ...publisher, '--offline']);

    expect(json.stdout + text.stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
    expect(documentOf(json)).toMatchObject({ files: [{ file: 'evil\u202E\u009B31m-1.0.tar.gz' }] });
  });
});

function documentOf({ stdout }: Run): unknown {
  return JSON.parse(stdout);
}

async function schema(name: string): Promise<object> {
  return JSON.parse(await readFile(fileURLToPath(import.meta.resolve(name)), 'utf8'));
}
