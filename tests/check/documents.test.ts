import { glob, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import explanationSchema from 'ropewalk/schema/explanation.json' with { type: 'json' };
import inspectionSchema from 'ropewalk/schema/inspection.json' with { type: 'json' };
import packageJson from 'ropewalk/package.json' with { type: 'json' };
import signReportSchema from 'ropewalk/schema/sign-report.json' with { type: 'json' };
import trustedRootSchema from 'ropewalk/schema/trusted-root.json' with { type: 'json' };
import whoamiSchema from 'ropewalk/schema/whoami.json' with { type: 'json' };
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { startLocalIndex, type LocalIndex } from '@ropewalk/local-index';
import { createHttpClient } from '@ropewalk/http';
import { ropewalk } from '@ropewalk-tests/command/ropewalk.ts';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { closed, expectDescribed } from './closed-schema.ts';
import { folderWith } from './dist-folder.ts';
import { startSigningJob } from './signing-job.ts';

const schemas = {
  explanation: explanationSchema,
  inspection: inspectionSchema,
  'sign-report': signReportSchema,
  'trusted-root': trustedRootSchema,
  whoami: whoamiSchema,
} as const;

describe('a schema', () => {
  test.each(Object.entries(schemas))('%s is named after its file, published, and describes every member', (name, schema) => {
    expect(schema.$id).toBe(`urn:ropewalk:schema:${name}:1`);
    expect(schema.properties.schema.const).toBe(schema.$id);
    expect(Object.keys(packageJson.exports)).toContain(`./schema/${name}.json`);
    expect(undescribed(schema, schema.$defs)).toEqual([]);
  });

  test('is held against documents in a form that has no room for other members', async () => {
    const { stdout } = await ropewalk(['explain', 'USAGE_OPTION', '--json']);
    const document = expectDescribed(stdout, explanationSchema) as { readonly codes: readonly object[] };
    const validate = new Ajv2020().compile(closed(explanationSchema) as object);

    expect(validate({ ...document, other: 1 })).toBe(false);
    expect(validate({ ...document, codes: document.codes.map((code) => ({ ...code, other: 1 })) })).toBe(false);
  });
});

describe('sign --json', () => {
  const sign = (files: readonly string[]): readonly string[] => ['sign', ...files, '--json'];

  test('has the form that is published: signed now, found, taken from bundles', async () => {
    const { files, ...job } = await startSigningJob();

    const runs = [await ropewalk([...sign(files), '--slsa', '--bundle'], job), await ropewalk(sign(files), job)];
    for await (const path of glob('dist/*.attestation', { cwd: job.cwd })) await rm(join(job.cwd, path));
    const bundles = files.flatMap((file) => ['--from-bundle', `${file}.sigstore.json`]);
    runs.push(await ropewalk([...sign(files), ...bundles], job));

    expect(runs.map(({ status, stderr }) => [status, status === 0 ? '' : stderr])).toEqual([[0, ''], [0, ''], [0, '']]);
    const documents = runs.map(({ stdout }) => expectDescribed(stdout, signReportSchema));
    expect(documents).toMatchObject([
      { status: 0, error: null, files: [{ attestations: [{ kind: 'publish', origin: 'signed' }, { kind: 'slsa', origin: 'signed' }] }, {}] },
      { status: 0, error: null, files: [{ attestations: [{ kind: 'publish', origin: 'found' }] }, {}] },
      { status: 0, error: null, files: [{ attestations: [{ kind: 'publish', origin: 'bundle' }] }, {}] },
    ]);
  });

  test('has the form that is published after a failure too', async () => {
    const { files, ...job } = await startSigningJob();
    const half = { ...job, env: { ...job.env, ROPEWALK_REKOR_URL: 'http://127.0.0.1:9/' } };

    const runs = [
      await ropewalk(sign(['dist/missing-1.0.tar.gz']), job),
      await ropewalk(sign(files), { cwd: job.cwd }),
      await ropewalk([...sign(files), '--signing-timeout', '2'], half),
    ];

    const documents = runs.map(({ stdout }) => expectDescribed(stdout, signReportSchema));
    expect(documents).toMatchObject([
      { status: 2, publisher: null, rekorUrl: null, files: [], error: { code: 'USAGE_FILE_NOT_FOUND' } },
      { status: 4, publisher: null, files: [{ attestations: [], missing: ['publish'] }, {}], error: { code: 'IDENTITY_NOT_FOUND' } },
      { status: 7, files: [{ attestations: [], missing: ['publish'] }, {}], error: { code: expect.any(String) as string } },
    ]);
  });
});

describe('whoami --json', () => {
  async function startIndex(): Promise<LocalIndex> {
    const http = createHttpClient({ loopbackOnly: true });
    const index = await startLocalIndex({ http, issuers: new Map(), verifyAttestation: () => Promise.resolve() });
    await index.close();
    await http.close();
    return index;
  }

  test('has the form that is published, whatever the sources have', async () => {
    const cwd = await folderWith({ '.pypirc': '[distutils]\nindex-servers = mine\n\n[mine]\nrepository = https://index.example/legacy/\nusername = me\npassword = secret\n', '.netrc': 'machine index.example login me password secret\n' });
    const index = await startIndex();
    const token = index.createToken({ projects: ['demo'], expiresAt: new Date('2099-01-02T03:04:05Z') });
    const whoami = (args: readonly string[], env: Record<string, string> = {}) => ropewalk(['whoami', '--json', ...args], { cwd, env: { HOME: cwd, ...env } });

    const runs = [
      await whoami([]),
      await whoami(['-r', 'mine', '-r', 'testpypi']),
      await whoami(['-r', 'mine'], { TWINE_PASSWORD: 'other', TWINE_USERNAME: 'me' }),
      await whoami(['--repository-url', index.uploadUrl.href, '--token', token]),
      await whoami(['-r', 'pypi', '--token', token]),
      await whoami([], { GITHUB_ACTIONS: 'true', ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:9/', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x' }),
    ];

    const documents = runs.map(({ stdout }) => expectDescribed(stdout, whoamiSchema));
    expect(documents).toMatchObject([
      { indexes: [{ name: 'pypi' }] },
      { indexes: [{ winner: { kind: 'password' } }, { name: 'testpypi' }] },
      { indexes: [{ winner: { source: expect.stringContaining('TWINE_PASSWORD') as string } }] },
      { indexes: [{ winner: { kind: 'token' } }] },
      { indexes: [{ problem: { code: 'CREDENTIAL_FOR_OTHER_INDEX' } }] },
      { indexes: [{ provider: 'github', winner: { kind: 'minted' } }] },
    ]);
    expect(JSON.stringify(documents)).toContain('"expiresAt":"2099-01-02T03:04:05.000Z"');
  });
});

describe('inspect --json', () => {
  test('has the form that is published, for all that signing makes, what is in it, and what is nothing of the kind', async () => {
    const { files, cwd, env } = await startSigningJob();
    await ropewalk(['sign', ...files, '--bundle'], { cwd, env });
    const { envelope, verification_material: material } = JSON.parse(await readFile(join(cwd, `${files[0] ?? ''}.publish.attestation`), 'utf8')) as {
      readonly envelope: { readonly statement: string };
      readonly verification_material: { readonly certificate: string };
    };
    await writeFile(join(cwd, 'statement.json'), Buffer.from(envelope.statement, 'base64'));
    await writeFile(join(cwd, 'certificate.der'), Buffer.from(material.certificate, 'base64'));
    await writeFile(join(cwd, 'broken.json'), '{"version": 1');
    const inspected = [`${files[0] ?? ''}.publish.attestation`, `${files[0] ?? ''}.sigstore.json`, 'statement.json', 'certificate.der', 'broken.json'];

    const run = await ropewalk(['inspect', '--json', ...inspected], { cwd, env });

    const types = [['attestation'], ['bundle'], ['statement'], ['certificate'], []];
    expect(expectDescribed(run.stdout, inspectionSchema)).toMatchObject({ files: types.map((list) => ({ contents: list.map((type) => ({ type })) })) });
    expect(JSON.parse(run.stdout)).toMatchObject({ files: [{}, {}, {}, {}, { problem: { code: 'ATTESTATION_NOT_JSON' } }] });
  });

  test.skipIf(!hasFixtures())('has the form that is published, for what others published', async () => {
    const published: string[] = [];
    for await (const path of glob('*.{provenance,attestation,sigstore,pem}', { cwd: fixture('pypi') })) published.push(fixture('pypi', path));
    for await (const path of glob('*/*.sigstore.json', { cwd: fixture('conformance') })) published.push(fixture('conformance', path));

    const run = await ropewalk(['inspect', '--json', ...published]);

    expect(published.length).toBeGreaterThan(30);
    expectDescribed(run.stdout, inspectionSchema);
    for (const type of ['attestation', 'bundle', 'provenance', 'certificate']) expect(run.stdout).toContain(`"type": "${type}"`);
  });
});

describe('explain --json', () => {
  test.each([[[]], [['WHEEL_PLATFORM']], [['INDEX_FILE_DIFFERS', 'SUBJECT_DIGEST']]])('has the form that is published: %j', async (codes) => {
    const run = await ropewalk(['explain', '--json', ...codes]);

    expectDescribed(run.stdout, explanationSchema);
  });
});

describe('trusted-root show --json', () => {
  test('has the form that is published, for the root that is shipped and for one of an own Sigstore', async () => {
    const { cwd, env } = await startSigningJob();

    const runs = [await ropewalk(['trusted-root', 'show', '--json'], { env: { HOME: cwd } }), await ropewalk(['trusted-root', 'show', '--json'], { cwd, env })];

    for (const { stdout } of runs) expectDescribed(stdout, trustedRootSchema);
    expect(runs.map(({ status }) => status)).toEqual([0, 0]);
  });
});

/** Members without a description, of their own or of what they refer to. */
function undescribed(schema: unknown, definitions: Readonly<Record<string, unknown>>, path = ''): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    if (key !== 'properties' || !('type' in schema)) return undescribed(value, definitions, `${path}/${key}`);
    const missing = Object.entries(value as object).filter(([, member]: [string, unknown]) => !isDescribed(member, definitions));
    return [...missing.map(([name]) => `${path}/${name}`), ...undescribed(value, definitions, path)];
  });
}

function isDescribed(member: unknown, definitions: Readonly<Record<string, unknown>>): boolean {
  if (typeof member !== 'object' || member === null) return false;
  if ('description' in member) return true;
  return '$ref' in member && isDescribed(definitions[String(member.$ref).replace('#/$defs/', '')], definitions);
}
