import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildSdist, buildWheel } from '@ropewalk-tests/archives';
import { ropewalk, type Run } from '@ropewalk-tests/command/ropewalk.ts';
import { folderWith, inDist } from './dist-folder.ts';

const broken = buildWheel({ headers: ['Classifier: No :: Such'] });
const clean = inDist(buildWheel(), buildSdist());

function check(args: readonly string[], cwd: string): Promise<Run> {
  return ropewalk(['check', '--offline', ...args], { cwd });
}

/** Codes and paths of all findings, from the JSON report. */
function findingsIn({ stdout }: Run): readonly string[] {
  const report: { readonly releases: readonly { readonly files: readonly { readonly path: string; readonly findings: readonly { readonly code: string }[] }[] }[] } = JSON.parse(stdout);
  return report.releases.flatMap(({ files }) => files.flatMap(({ path, findings }) => findings.map(({ code }) => `${path} ${code}`)));
}

describe('ropewalk check', () => {
  test('passes a clean release, and takes dist/* when nothing is named', async () => {
    const run = await check([], await folderWith(clean));

    expect(run.status).toBe(0);
    expect(run.stdout).toContain('demo 1.0\n  dist/demo-1.0-py3-none-any.whl  ok\n  dist/demo-1.0.tar.gz  ok\n');
    expect(run.stdout).toContain('2 files in 1 release: 0 errors, 0 warnings');
  });

  test('prints findings under their file, with code and remedy, and exits 1', async () => {
    const run = await check(['dist/demo-1.0-py3-none-any.whl'], await folderWith(inDist(broken)));

    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(/ {2}dist\/demo-1\.0-py3-none-any\.whl\n {4}error CLASSIFIER_UNKNOWN "No :: Such".*\n {6}Pick it/);
  });

  test('lets warnings pass, but not with --strict', async () => {
    const folder = await folderWith(inDist(buildWheel()));

    const [lenient, strict] = await Promise.all([check([], folder), check(['--strict'], folder)]);

    expect(lenient.stdout).toContain('warning RELEASE_WITHOUT_SDIST');
    expect([lenient.status, strict.status]).toEqual([0, 1]);
  });

  test('groups several projects as several releases', async () => {
    const other = buildSdist({ filename: 'other-2.0.tar.gz', headers: ['Name: other', 'Version: 2.0'], top: 'other-2.0/' });
    const run = await check([], await folderWith(inDist(buildSdist(), other)));

    expect(run.stdout).toMatch(/^demo 1\.0\n(?:.*\n)*?other 2\.0\n/m);
    expect(run.stdout).toContain('2 files in 2 releases');
    expect(run.status).toBe(0);
  });

  test('sorts stray files out with one line', async () => {
    const strays = { 'dist/SHA256SUMS': 'x', 'dist/demo-1.0.tar.gz.asc': 'x', 'dist/demo-1.0.tar.gz.publish.attestation': '{}', 'dist/demo-1.0.tar.gz.sigstore.json': '{}' };
    const run = await check([], await folderWith({ ...clean, ...strays }));

    expect(run.status).toBe(0);
    expect(run.stderr.match(/^sorted out: .*$/gm)).toHaveLength(1);
    for (const name of Object.keys(strays)) expect(run.stderr).toContain(name);
  });

  test.each([
    ['empty', 'demo-1.0-py3-none-any.whl', '', 'FILE_EMPTY'],
    ['of another type', 'notes.txt', 'hello', 'FILE_TYPE_UNKNOWN'],
    ['wrongly cased', 'demo-1.0-py3-none-any.WHL', 'hello', 'FILE_TYPE_UNKNOWN'],
    ['oddly named', 'demo.whl', buildWheel().bytes, 'WHEEL_NAME_MALFORMED'],
    ['no archive', 'demo-1.0.tar.gz', 'hello', 'NOT_AN_ARCHIVE'],
    ['called only .whl', '.whl', buildWheel().bytes, 'WHEEL_NAME_MALFORMED'],
  ])('judges a file that is %s', async (_, name, content, code) => {
    const run = await check([name, '--format', 'json'], await folderWith({ [name]: content }));

    expect(run.status).toBe(1);
    expect(findingsIn(run)).toContain(`${name} ${code}`);
  });

  test.skipIf(process.platform === 'win32')('judges a pipe without waiting for it', async () => {
    const folder = await folderWith(clean);
    execFileSync('mkfifo', [join(folder, 'demo-1.0-py3-none-any.whl')]);

    const run = await check(['demo-1.0-py3-none-any.whl', 'dist/demo-1.0.tar.gz', '--format', 'json'], folder);

    expect(run.status).toBe(1);
    expect(findingsIn(run)).toContain('demo-1.0-py3-none-any.whl DISTRIBUTION_UNREADABLE');
  });

  test.each([
    ['a missing path', ['dist/missing-1.0.tar.gz'], 'USAGE_FILE_NOT_FOUND'],
    ['a missing path beside others', ['dist/demo-1.0.tar.gz', 'dist/missing-1.0.tar.gz'], 'USAGE_FILE_NOT_FOUND'],
    ['a directory', ['dist'], 'USAGE_FILE_NOT_FOUND'],
    ['a pattern that matches nothing', ['dist/*.zip'], 'USAGE_FILE_NOT_FOUND'],
    ['nothing but stray files', ['SHA256SUMS'], 'USAGE_NO_DISTRIBUTIONS'],
    ['an unknown code', ['--select', 'CLASSIFIER_UNKNOWNS'], 'USAGE_OPTION'],
    ['an index that nobody knows', ['--index', 'no-such-index'], 'USAGE_OPTION'],
  ])('exits 2 for %s', async (_, args, code) => {
    const run = await check(args, await folderWith({ ...clean, SHA256SUMS: 'x' }));

    expect(run.status).toBe(2);
    expect(run.stderr).toContain(`[${code}]`);
    expect(run.stdout).toBe('');
  });

  test('counts as releases only those that can be told', async () => {
    const run = await check(['broken.whl', '--format', 'json'], await folderWith({ 'broken.whl': Buffer.from('x') }));

    expect(JSON.parse(run.stdout)).toMatchObject({ counts: { releases: 0, files: 1 }, comparison: { reason: 'the index was not asked (--offline)' } });
  });

  test('exits 2 where there is no dist', async () => {
    const run = await check([], await folderWith({}));

    expect(run.status).toBe(2);
    expect(run.stderr).toContain('[USAGE_NO_DISTRIBUTIONS]');
  });

  test('passes over folders in dist, which nobody named', async () => {
    const folder = await folderWith(clean);
    await mkdir(join(folder, 'dist', 'old'));

    expect((await check([], folder)).status).toBe(0);
  });

  test('reports only selected codes, and not the ignored ones', async () => {
    const folder = await folderWith(inDist(broken));
    const statuses = async (...args: readonly string[]): Promise<readonly [number | null, boolean]> => {
      const run = await check(args, folder);
      return [run.status, run.stdout.includes('CLASSIFIER_UNKNOWN')];
    };

    expect(await statuses('--select', 'RELEASE_WITHOUT_SDIST')).toEqual([0, false]);
    expect(await statuses('--select', 'classifier_unknown,SUMMARY_LENGTH')).toEqual([1, true]);
    expect(await statuses('--ignore', 'CLASSIFIER_UNKNOWN')).toEqual([0, false]);
  });

  test('has only the rules that hold everywhere for an index of which nothing is known', async () => {
    const folder = await folderWith(inDist(broken));

    const [pypi, none] = await Promise.all([check(['--index', 'testpypi'], folder), check(['--index', 'none'], folder)]);

    expect([pypi.status, none.status]).toEqual([1, 0]);
  });

  test('finds an index in the person’s .pypirc', async () => {
    const folder = await folderWith({ ...inDist(broken), '.pypirc': '[distutils]\nindex-servers = inside\n[inside]\nrepository = https://index.invalid/legacy/\n' });

    const run = await ropewalk(['check', '--offline', '--index', 'inside', '--format', 'json'], { cwd: folder, env: { HOME: folder } });

    expect(run.status).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ index: 'inside' });
  });

  test('takes no Python from the project, and judges reStructuredText without one', async () => {
    const rst = buildWheel({ headers: ['Description-Content-Type: text/x-rst'], body: 'See `this <https://example.org>\n\nTitle\n==\n' });
    const folder = await folderWith({ ...inDist(rst), 'bin/python3': '#!/bin/sh\ntouch "$(dirname "$0")/ran"\n' });
    execFileSync('chmod', ['+x', join(folder, 'bin/python3')]);

    const run = await ropewalk(['check', '--offline', '--format', 'json'], { cwd: folder, env: { PATH: join(folder, 'bin') } });

    expect(JSON.parse(run.stdout)).toMatchObject({ descriptionJudge: expect.stringContaining('own check') });
    expect(run.stderr).toContain('judged by ropewalk');
    expect(() => execFileSync('ls', [join(folder, 'bin/ran')], { stdio: 'ignore' })).toThrow();
  });
});
