import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import schema from '../../apps/cli/schema/release-report.json' with { type: 'json' };
import { jobOf, openDemoWorld, openFolder, run, startIndex, uploadsTo, writeRelease } from './world.ts';

describe('what a release tells', () => {
  test('--json prints one document, the same for success and failure', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const files = await writeRelease(folder, 2);
    const args = ['upload', ...files, '--repository-url', index.uploadUrl.href, '--token', index.createToken(), '--json'];
    index.inject({ route: 'upload', kind: { type: 'status', status: 400, reason: 'no' }, after: 1 });

    const failed = await run(folder, args);
    const succeeded = await run(folder, args);

    const validate = new Ajv2020().compile(schema);
    for (const { stdout } of [failed, succeeded]) expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
    expect(JSON.parse(failed.stdout)).toMatchObject({
      schema: 'urn:ropewalk:schema:release-report:1',
      status: 6,
      error: { code: 'UPLOAD_REFUSED' },
      finish: expect.stringContaining('ropewalk upload') as string,
      indexes: [{ files: [{ outcome: { status: 'uploaded' } }, { outcome: { status: 'failed', error: { code: 'UPLOAD_REFUSED', message: expect.any(String) as string } } }] }],
    });
    expect(JSON.parse(succeeded.stdout)).toMatchObject({ status: 0, error: null, indexes: [{ files: [{ outcome: { status: 'unchanged' } }, { outcome: { status: 'uploaded' } }] }] });
  });

  test('the document of an attested release that was served, and of one whose file is not readable, are of the same form', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const files = await writeRelease(folder, 1);
    await writeFile(join(folder, 'empty-1.0.tar.gz'), '');
    const env = await jobOf(world, folder);

    const runs = [await run(folder, ['publish', ...files, '--json'], env), await run(folder, ['publish', 'empty-1.0.tar.gz', '--json'], env)];

    expect(runs.map(({ status }) => status)).toEqual([0, 1]);
    const validate = new Ajv2020().compile(schema);
    for (const { stdout } of runs) expect(validate(JSON.parse(stdout)), JSON.stringify(validate.errors)).toBe(true);
    expect(JSON.parse(runs[0]?.stdout ?? '')).toMatchObject({ publisher: expect.stringContaining('github:') as string, indexes: [{ files: [{ served: { status: 'served', hasProvenance: true } }] }] });
  });

  test('--events prints a line of JSON for each event of the library', async () => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const files = await writeRelease(folder, 1);

    const ended = await run(folder, ['publish', ...files, '--events'], await jobOf(world, folder));

    const types = ended.stdout.trimEnd().split('\n').map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types.filter((type, index) => type !== types[index - 1])).toEqual(expect.arrayContaining([
      'release-read', 'release-checked', 'identity-found', 'credential-found', 'existing-found', 'signer-ready', 'attestation-end',
      'upload-token-ready', 'destination-start', 'upload-start', 'upload-progress', 'upload-wait', 'upload-end', 'serve-wait', 'serve-end', 'destination-end', 'publish-end',
    ]));
    expect(ended.stderr.replaceAll(/^::add-mask::.*\n/gm, '')).toBe('');
  });

  test('--events ends with the error, where there is one', async () => {
    const folder = await openFolder();

    const ended = await run(folder, ['upload', ...(await writeRelease(folder, 1)), '--events', '--repository-url', 'http://127.0.0.1:9/legacy/']);

    expect(JSON.parse(ended.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ type: 'error', error: { code: 'IDENTITY_NOT_FOUND' } });
  });

  test('one plain line while each file is sent, and each result once, where there is no terminal', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const files = await writeRelease(folder, 3);

    const ended = await run(folder, ['upload', ...files, '--repository-url', index.uploadUrl.href, '--token', index.createToken()]);

    expect(ended.stderr.match(/^sent .*\.whl \(.* in .* s, answered after .* s\)$/gm)).toHaveLength(3);
    expect(ended.stdout.match(/^uploaded /gm)).toHaveLength(3);
    expect(ended.stderr).not.toMatch(/^uploaded /m);
    expect(ended.stderr + ended.stdout).not.toContain('\u001B');
  });

  test.each(['publish', 'upload'])('%s --dry-run does everything but sign and upload', async (command) => {
    const [folder, world] = [await openFolder(), await openDemoWorld()];
    const files = await writeRelease(folder, 2);

    const ended = await run(folder, [command, ...files, '--dry-run'], await jobOf(world, folder));

    expect(ended).toMatchObject({ status: 0 });
    expect(ended.stdout.match(/^planned /gm)).toHaveLength(2);
    expect(ended.stderr).not.toContain('signing as');
    if (command === 'publish') expect(ended.stderr).toMatch(/^would sign as: github:/m);
    expect(uploadsTo(world.index)).toBe(0);
    // The exchange is part of the trial: a publisher that is not registered is found here.
    expect(world.index.requests().map(({ path }) => path)).toContain('/_/oidc/mint-token');
  });

  test('a dry run finds what would be refused', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const login = ['--repository-url', index.uploadUrl.href, '--token', index.createToken()];
    await run(folder, ['upload', ...(await writeRelease(folder, 1, { salt: 'theirs', name: 'theirs' })), ...login]);

    const ended = await run(folder, ['upload', ...(await writeRelease(folder, 1)), ...login, '--dry-run']);

    expect(ended).toMatchObject({ status: 6 });
    expect(ended.stderr).toContain('FILE_CONFLICT');
  });

  test('the comment goes along', async () => {
    const comments: string[] = [];
    const index = await startIndex({
      checkDistribution: async ({ fields }) => {
        comments.push(...fields.filter(([name]) => name === 'comment').map(([, value]) => value));
        return undefined;
      },
    });
    const folder = await openFolder();

    await run(folder, ['upload', ...(await writeRelease(folder, 1)), '--repository-url', index.uploadUrl.href, '--token', index.createToken(), '--comment', 'built by hand']);

    expect(comments).toEqual(['built by hand']);
  });

  test('what many files have in common is said once, and with --verbose for each', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const args = ['upload', ...(await writeRelease(folder, 12)), '--repository-url', index.uploadUrl.href, '--token', index.createToken(), '--dry-run'];

    const [short, verbose, json] = [await run(folder, args), await run(folder, [...args, '--verbose']), await run(folder, [...args, '--json'])];

    expect(short.stderr).toContain('warning: 12 files, the first fault_demo-1.0-cp30-none-any.whl: Description-Content-Type is missing. [DESCRIPTION_TYPE_MISSING]\n');
    expect(short.stderr.match(/DESCRIPTION_TYPE_MISSING/g)).toHaveLength(1);
    expect(verbose.stderr.match(/^warning: fault_demo-1\.0-cp3\d+-none-any\.whl: .* \[DESCRIPTION_TYPE_MISSING\]$/gm)).toHaveLength(12);
    expect(json.stdout.match(/"DESCRIPTION_TYPE_MISSING"/g)).toHaveLength(12);
  });

  test('an error of many files names them', async () => {
    const folder = await openFolder();
    const paths = Array.from({ length: 12 }, (_, number) => join(folder, `demo-1.${number}.tar.gz`));
    for (const path of paths) await writeFile(path, `no archive: ${path}`);

    const ended = await run(folder, ['upload', ...paths, '--repository-url', 'http://127.0.0.1:9/legacy/', '--token', 'x']);

    expect(ended.status).toBe(1);
    expect(ended.stderr).toMatch(/^error: 12 files: .* \[NOT_AN_ARCHIVE\]\n {2}demo-1\.0\.tar\.gz, .*demo-1\.9\.tar\.gz and 2 more \(--verbose names all\)$/m);
  });

  test('a retry names its file once', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    index.inject({ route: 'upload', kind: { type: 'status', status: 503 }, times: 1 });

    const ended = await run(folder, ['upload', ...(await writeRelease(folder, 1)), '--repository-url', index.uploadUrl.href, '--token', index.createToken(), '--no-wait']);

    expect(ended.stderr).toMatch(/^note: fault_demo-1\.0-cp30-none-any\.whl(?!.*fault_demo).* Attempt 2 in /m);
  });

  test('a command that fails again as it is, is one for later', async () => {
    const folder = await openFolder();

    const ended = await run(folder, ['upload', ...(await writeRelease(folder, 1)), '--repository-url', 'http://index.invalid/legacy/', '-u', 'me', '-p', 'secret']);

    expect(ended).toMatchObject({ status: 3, stderr: expect.stringMatching(/^To finish, when that is mended: ropewalk upload /m) as string });
  });

  test.each([['-u', {}], ['TWINE_USERNAME', { TWINE_USERNAME: 'me' }]])('a name without a password, of %s, is what is spoken of', async (option, env) => {
    const folder = await openFolder();
    const args = ['upload', ...(await writeRelease(folder, 1)), '--repository-url', 'http://127.0.0.1:9/legacy/', ...(option === '-u' ? ['-u', 'me'] : [])];

    const ended = await run(folder, args, env);

    expect(ended).toMatchObject({ status: 4, stderr: expect.stringMatching(/^The user name me is given, and no password for it; /m) as string });
  });
});
