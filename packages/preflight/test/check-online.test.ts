import { expect, test } from 'vitest';
import { checkOnline, type IndexedProject, type IndexReader } from '../src/check-online.ts';
import { buildSdist, buildWheel, inspectAll } from './support/judge.ts';

const day = 24 * 60 * 60 * 1000;
const now = new Date('2026-11-20T12:00:00Z');
const files = await inspectAll([buildSdist(), buildWheel()]);
const [sdist, wheel] = files;
const reader = (project: IndexedProject | undefined, more: Partial<IndexReader> = {}): IndexReader => ({ project: async () => project, ...more });
const codes = async (one: IndexReader): Promise<readonly string[]> => (await checkOnline(files, one, { now: () => now })).map(({ code }) => code);

test('finds nothing where the project is new, or has the very files', async () => {
  expect(await codes(reader(undefined))).toEqual([]);
  expect(await codes(reader({ files: [{ filename: 'demo-1.0.tar.gz', sha256: sdist?.sha256 }, { filename: 'demo-1.0-py3-none-any.whl', sha256: wheel?.sha256 }] }))).toEqual([]);
});

test('asks for the normalised name', async () => {
  const asked: string[] = [];
  await checkOnline(await inspectAll([buildSdist({ headers: ['Name: De.Mo'] })]), { project: async (name) => void asked.push(name) });
  expect(asked).toEqual(['de-mo']);
});

test('finds a name with other content, content under another name, another sdist', async () => {
  expect(await codes(reader({ files: [{ filename: 'demo-1.0.tar.gz', sha256: '0'.repeat(64) }] }))).toEqual(['INDEX_FILE_DIFFERS']);
  expect(await codes(reader({ files: [{ filename: 'demo-1.0-2-py3-none-any.whl', sha256: wheel?.sha256 }] }))).toEqual(['INDEX_CONTENT_EXISTS']);
  expect(await codes(reader({ files: [{ filename: 'Demo-1.zip', sha256: '0'.repeat(64) }] }))).toEqual(['INDEX_SDIST_EXISTS']);
});

test('cannot tell without a digest', async () => {
  expect(await codes(reader({ files: [{ filename: 'demo-1.0.tar.gz' }] }))).toEqual([]);
});

test('finds a release closed after 14 days, unless nothing is to be added', async () => {
  const released = (age: number): IndexedProject => ({ files: [{ filename: 'demo-1.0-1-py3-none-any.whl', sha256: '0'.repeat(64), uploadTime: new Date(now.getTime() - age) }] });
  expect(await codes(reader(released(14 * day)))).toEqual([]);
  expect(await codes(reader(released(14 * day + 1)))).toEqual(['INDEX_RELEASE_CLOSED']);
  const old = new Date(0);
  expect(await codes(reader({ files: files.map(({ filename, sha256 }) => ({ filename, sha256, uploadTime: old })) }))).toEqual([]);
});

test('finds projects that take no files, and names that are spent', async () => {
  expect(await codes(reader({ files: [], status: 'archived' }))).toEqual(['INDEX_PROJECT_ARCHIVED']);
  expect(await codes(reader({ files: [], status: 'quarantined' }))).toEqual(['INDEX_PROJECT_QUARANTINED']);
  expect(await codes(reader({ files: [], status: 'deprecated' }))).toEqual([]);
  expect(await codes(reader(undefined, { isSpent: async (_, filename) => filename.endsWith('.whl') }))).toEqual(['INDEX_FILENAME_SPENT']);
});
