import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkRelease } from '../src/check-release.ts';
import type { ProgramEnd, RunProgram } from '@ropewalk/programs';
import { openDocutils, renderDescriptions } from '../src/description/docutils.ts';
import { findPython } from '../src/description/find-python.ts';
import { renderWithPython } from '../src/description/render-with-python.ts';
import { twineCheck } from '../src/twine-check.ts';
import { buildSdist, inspectAll } from './support/judge.ts';

const rst = (body: string) => buildSdist({ headers: ['Description-Content-Type: text/x-rst'], body });

test('takes docutils at its word, for and against', async () => {
  const asked: string[][] = [];
  const run: RunProgram = async (program, parameters, { input = '' }) => {
    asked.push([program, ...parameters.slice(0, 2)]);
    const { descriptions }: { descriptions: string[] } = JSON.parse(input);
    return exited(0, JSON.stringify({ title: 'docutils 0.23', results: descriptions.map((text) => (text.includes('bad') ? [[3, 'So bad.']] : null)) }));
  };
  const files = await inspectAll([rst('bad\n'), buildSdist({ filename: 'demo-1.0.0.tar.gz', headers: ['Description-Content-Type: text/x-rst'], body: 'Title\n====\n\nlint says no\n' })]);

  const docutils = await openDocutils('/usr/bin/python3', { run });
  const rendered = docutils === undefined ? new Map() : await renderDescriptions(files, docutils);

  expect(docutils?.title).toBe('docutils 0.23');
  expect(asked[0]).toEqual(['/usr/bin/python3', '-I', '-c']);
  const about = checkRelease(files, { rendered }).filter(({ code }) => code.startsWith('DESCRIPTION'));
  expect(about).toEqual([expect.objectContaining({ code: 'DESCRIPTION_BROKEN', message: 'The description does not render: line 3: So bad.' })]);
});

test('does without docutils where there is none', async () => {
  expect(await openDocutils('/x', { run: async () => exited(1, '') })).toBeUndefined();
  expect(await openDocutils('/x', { run: async () => exited(0, 'not JSON') })).toBeUndefined();
  expect(await openDocutils('/nonexistent/python')).toBeUndefined();
});

test('hands Python nothing of the environment but what it needs to start', async () => {
  const seen: unknown[] = [];
  const run: RunProgram = async (_program, _parameters, { env }) => {
    seen.push(env);
    return exited(1, '');
  };

  await openDocutils('/x', { run, env: { PATH: '/bin', LANG: 'C', SYSTEMROOT: undefined, HOME: '/home/me', PYTHONPATH: '/evil', TWINE_PASSWORD: 'secret' } });

  expect(seen).toEqual([{ PATH: '/bin', LANG: 'C', SYSTEMROOT: undefined }]);
});

test('finds Python outside the project only', async () => {
  const root = await mkdtemp(join(tmpdir(), 'ropewalk-'));
  const [project, outside, linked] = [join(root, 'project'), join(root, 'outside'), join(root, 'linked')];
  for (const folder of [project, join(project, 'bin'), outside, linked]) await mkdir(folder);
  for (const folder of [join(project, 'bin'), outside]) {
    await writeFile(join(folder, 'python3'), '#!/bin/sh\n');
    await chmod(join(folder, 'python3'), 0o755);
  }
  await symlink(join(project, 'bin', 'python3'), join(linked, 'python3'));
  await symlink(join(project, 'bin'), join(root, 'bin'));

  const env = { PATH: [join(project, 'bin'), 'bin', '.', linked, join(root, 'bin'), outside, '/nonexistent'].join(delimiter) };

  expect(await findPython({ project, env })).toEqual([join(outside, 'python3')]);
});

test.skipIf(process.platform === 'win32')('finds no Python of the repository in whose subfolder somebody stands', async () => {
  const root = await mkdtemp(join(tmpdir(), 'ropewalk-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const folder of ['clone/.git', 'clone/.venv/bin', 'clone/python/dist']) await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, 'clone/.git/HEAD'), 'ref: refs/heads/main\n');
  await writeFile(join(root, 'clone/.venv/bin/python3'), '#!/bin/sh\n', { mode: 0o755 });

  const env = { PATH: join(root, 'clone/.venv/bin') };

  expect(await findPython({ project: join(root, 'clone/python/dist'), env })).toEqual([]);
});

test('speaks as twine check does', async () => {
  const [sound, untyped, broken] = await inspectAll([buildSdist(), buildSdist({ headers: ['Description-Content-Type: UNKNOWN'], body: '' }), rst('Title\n====\n\nx\n')]);
  if (sound === undefined || untyped === undefined || broken === undefined) throw new Error('unreachable');

  expect(twineCheck(sound)).toEqual({ verdict: 'PASSED', errors: [], warnings: [] });
  expect(twineCheck(untyped)).toMatchObject({ verdict: 'PASSED with warnings', warnings: ['`long_description_content_type` missing. defaulting to `text/x-rst`.', '`long_description` missing.'] });
  expect(twineCheck(untyped, { strict: true })).toMatchObject({ verdict: 'FAILED due to warnings' });
  expect(twineCheck(broken)).toMatchObject({ verdict: 'FAILED', errors: [expect.stringContaining('would not be rendered on PyPI.\nline 2: Title underline too short.')] });
});

describe('with whatever Python there is', () => {
  test('asks the first one that has docutils, once, and says which it was', async () => {
    const folders = await twoPythons();
    const asked: string[] = [];
    const run: RunProgram = async (program, _parameters, { input = '' }) => {
      asked.push(program);
      const { descriptions }: { descriptions: string[] } = JSON.parse(input);
      if (program.includes('first')) return exited(1, '');
      return exited(0, JSON.stringify({ title: 'docutils 0.23', results: descriptions.map(() => null) }));
    };

    const { title, rendered } = await renderWithPython(await inspectAll([rst('text\n')]), { project: '/nowhere', env: { PATH: folders.join(delimiter) }, run });

    expect(title).toBe('docutils 0.23');
    expect([...(rendered ?? [])]).toEqual([['text\n', { faults: [] }]]);
    expect(asked).toEqual(folders.map((folder) => join(folder, 'python3')));
  });

  test('says so where none has it, and leaves the judgement to the own check', async () => {
    const answer = await renderWithPython(await inspectAll([rst('text\n')]), { project: '/nowhere', env: { PATH: '' } });

    expect(answer).toEqual({ title: expect.stringContaining('own check') });
  });

  test('starts none when there is no reStructuredText', async () => {
    const run: RunProgram = () => Promise.reject(new Error('nobody asked'));

    expect(await renderWithPython(await inspectAll([buildSdist()]), { project: '/nowhere', env: { PATH: (await twoPythons()).join(delimiter) }, run })).toEqual({});
  });
});

function exited(exitCode: number, stdout: string): ProgramEnd {
  return { status: 'exited', exitCode, stdout, stderr: '' };
}

async function twoPythons(): Promise<readonly string[]> {
  const root = await mkdtemp(join(tmpdir(), 'ropewalk-'));
  const folders = [join(root, 'first'), join(root, 'second')];
  for (const folder of folders) {
    await mkdir(folder);
    await writeFile(join(folder, 'python3'), '#!/bin/sh\n');
    await chmod(join(folder, 'python3'), 0o755);
  }
  return folders;
}
