import checkReportSchema from 'ropewalk/schema/check-report.json' with { type: 'json' };
import { describe, expect, onTestFinished, test } from 'vitest';
import { resultOf, type HttpClient } from '@ropewalk/core';
import { createHttpClient } from '@ropewalk/http';
import { startLocalIndex, type LocalIndex } from '@ropewalk/local-index';
import { publish, type PublishEvent, type PublishOptions } from '@ropewalk/publish';
import { buildSdist, buildWheel } from '@ropewalk-tests/archives';
import { ropewalk } from '@ropewalk-tests/command/ropewalk.ts';
import { expectDescribed } from './closed-schema.ts';
import { folderWith, inDist } from './dist-folder.ts';

const dayMs = 24 * 60 * 60 * 1000;

async function openIndex(): Promise<{ readonly index: LocalIndex; readonly http: HttpClient; readonly options: PublishOptions }> {
  const http = createHttpClient({ loopbackOnly: true });
  const index = await startLocalIndex({ http, issuers: new Map(), verifyAttestation: () => Promise.resolve() });
  onTestFinished(async () => {
    await index.close();
    await http.close();
  });
  return { index, http, options: { http, env: {}, repositoryUrl: index.uploadUrl, token: index.createToken(), waitMs: false } };
}

/** Collects events until the end, also a bad one. */
async function eventsOf(events: AsyncIterable<PublishEvent>): Promise<{ readonly seen: readonly PublishEvent[]; readonly error: unknown }> {
  const seen: PublishEvent[] = [];
  try {
    for await (const event of events) seen.push(event);
    return { seen, error: undefined };
  } catch (error) {
    return { seen, error };
  }
}

describe('check, with the index reachable', () => {
  test('finds what the index has under this name with other content', async () => {
    const { index, options } = await openIndex();
    await resultOf(publish([buildSdist()], options));
    const folder = await folderWith(inDist(buildSdist({ files: { 'demo/new.py': '1\n' } })));

    const run = await ropewalk(['check', '--index', index.uploadUrl.href], { cwd: folder });

    expect(run.stdout).toContain('error INDEX_FILE_DIFFERS');
    expect(run.status).toBe(1);
  });

  test('has nothing to say to a file that is there already', async () => {
    const { index, options } = await openIndex();
    await resultOf(publish([buildSdist()], options));

    const run = await ropewalk(['check', '--index', index.uploadUrl.href], { cwd: await folderWith(inDist(buildSdist())) });

    expect(run.status).toBe(0);
    expect(run.stderr).not.toContain('not compared');
  });

  test('says so when the index cannot be asked, and judges all the same', async () => {
    const run = await ropewalk(['check', '--index', 'http://127.0.0.1:9/legacy/'], { cwd: await folderWith(inDist(buildSdist())) });

    expect(run.status).toBe(0);
    expect(run.stderr).toContain('not compared with what an index has, because');
  });

  test('compares the other projects when the page of one cannot be read, and names that', async () => {
    const { index, options } = await openIndex();
    const other = buildSdist({ filename: 'other-2.0.tar.gz', headers: ['Name: other', 'Version: 2.0'], top: 'other-2.0/' });
    await resultOf(publish([other], options));
    const files = inDist(buildSdist(), { filename: other.filename, bytes: buildSdist({ filename: 'other-2.0.tar.gz', headers: ['Name: other', 'Version: 2.0', 'Summary: changed'], top: 'other-2.0/' }).bytes });
    const cwd = await folderWith(files);
    const fail = (): void => void index.inject({ route: 'simple', kind: { type: 'status', status: 403 } });

    fail();
    const text = await ropewalk(['check', '--index', index.uploadUrl.href], { cwd });
    fail();
    const json = await ropewalk(['check', '--index', index.uploadUrl.href, '--format', 'json'], { cwd });

    expect(text.stderr).toMatch(/^demo was not compared with what an index has, because .*answered 403/m);
    expect(text.stdout).toContain('error INDEX_FILE_DIFFERS');
    expect(expectDescribed(json.stdout, checkReportSchema)).toMatchObject({ comparison: { compared: true, unread: [{ project: 'demo' }] } });
  });

  test('says in JSON too why nothing was compared, and what to do', async () => {
    const run = await ropewalk(['check', '--index', 'http://127.0.0.1:9/legacy/', '--format', 'json'], { cwd: await folderWith(inDist(buildSdist())) });

    expect(expectDescribed(run.stdout, checkReportSchema)).toMatchObject({ comparison: { compared: false, reason: expect.any(String) as string, remedy: expect.any(String) as string } });
  });

  test('asks nobody with --offline', async () => {
    const { index } = await openIndex();

    await ropewalk(['check', '--offline', '--index', index.uploadUrl.href], { cwd: await folderWith(inDist(buildSdist())) });

    expect(index.requests()).toEqual([]);
  });
});

describe('publish, before anything is sent', () => {
  test('stops at an error, whichever file has it', async () => {
    const { index, options } = await openIndex();

    const { seen, error } = await eventsOf(publish([buildSdist(), buildWheel({ headers: ['Requires-Python: nonsense'] })], options));

    expect(error).toMatchObject({ code: 'RELEASE_REFUSED' });
    expect(seen.map(({ type }) => type)).toEqual(['release-read', 'release-checked']);
    expect(index.requests()).toEqual([]);
  });

  test('judges every file, also those that are no archive', async () => {
    const { options } = await openIndex();

    const { seen } = await eventsOf(publish([{ filename: 'demo-1.0.tar.gz', bytes: Buffer.from('hello') }, { filename: 'demo-1.0-py3-none-any.whl', bytes: Buffer.alloc(0) }], options));

    const checked = seen.find((event) => event.type === 'release-checked');
    expect(checked?.findings.filter(({ severity }) => severity === 'error').map(({ file, code }) => `${file} ${code}`)).toEqual(['demo-1.0.tar.gz NOT_AN_ARCHIVE', 'demo-1.0-py3-none-any.whl FILE_EMPTY']);
  });

  test('shows warnings and goes on', async () => {
    const { options } = await openIndex();

    const { seen, error } = await eventsOf(publish([buildWheel()], options));

    expect(error).toBeUndefined();
    expect(seen.find((event) => event.type === 'release-checked')?.findings).toEqual([expect.objectContaining({ code: 'RELEASE_WITHOUT_SDIST', severity: 'warning' })]);
  });

  test('sorts out what is no distribution', async () => {
    const { options } = await openIndex();

    const { seen, error } = await eventsOf(publish([buildSdist(), { filename: 'SHA256SUMS', bytes: Buffer.from('x') }], options));

    expect(error).toBeUndefined();
    expect(seen[0]).toMatchObject({ files: [{ file: 'demo-1.0.tar.gz' }], strays: [{ file: 'SHA256SUMS', kind: 'a checksum list' }] });
  });

  test('publishes several projects as several releases', async () => {
    const { index, options } = await openIndex();
    const other = buildSdist({ filename: 'other-2.0.tar.gz', headers: ['Name: other', 'Version: 2.0'], top: 'other-2.0/' });

    const { error } = await eventsOf(publish([buildSdist(), other], options));

    expect(error).toBeUndefined();
    expect(index.projects()).toEqual(['demo', 'other']);
  });

  test('stops where the project is archived on the index', async () => {
    const { index, options } = await openIndex();
    await resultOf(publish([buildSdist()], options));
    index.setProjectStatus('demo', 'archived');

    const { seen, error } = await eventsOf(publish([buildSdist(), buildWheel()], options));

    expect(error).toMatchObject({ code: 'RELEASE_REFUSED' });
    expect(seen.at(-1)).toMatchObject({ type: 'index-checked', findings: [{ code: 'INDEX_PROJECT_ARCHIVED' }] });
  });

  test('stops where the release is older than the index allows', async () => {
    const { options } = await openIndex();
    await resultOf(publish([buildSdist()], options));

    const later = publish([buildSdist(), buildWheel()], { ...options, rules: 'pypi', now: () => new Date(Date.now() + 15 * dayMs) });

    expect((await eventsOf(later)).seen.at(-1)).toMatchObject({ type: 'index-checked', findings: [{ code: 'INDEX_RELEASE_CLOSED' }] });
  });

  test('has nothing to say to a release that is there already, however old', async () => {
    const { options } = await openIndex();
    await resultOf(publish([buildSdist()], options));

    const again = await eventsOf(publish([buildSdist()], { ...options, rules: 'pypi', now: () => new Date(Date.now() + 15 * dayMs) }));

    expect(again.error).toBeUndefined();
  });
});
