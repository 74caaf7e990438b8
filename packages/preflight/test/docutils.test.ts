import { chmod, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { checkRelease } from '../src/check-release.ts';
import { openDocutils, renderDescriptions, type RunProgram } from '../src/description/docutils.ts';
import { findPython } from '../src/description/find-python.ts';
import { runProgram } from '../src/description/run-program.ts';
import { twineCheck } from '../src/twine-check.ts';
import { buildSdist, inspectAll } from './support/judge.ts';

const rst = (body: string) => buildSdist({ headers: ['Description-Content-Type: text/x-rst'], body });

test('takes docutils at its word, for and against', async () => {
  const asked: string[][] = [];
  const run: RunProgram = async (program, parameters, input) => {
    asked.push([program, ...parameters.slice(0, 2)]);
    const { descriptions }: { descriptions: string[] } = JSON.parse(input);
    return { exitCode: 0, output: JSON.stringify({ title: 'docutils 0.23', results: descriptions.map((text) => (text.includes('bad') ? [[3, 'So bad.']] : null)) }) };
  };
  const files = await inspectAll([rst('bad\n'), buildSdist({ filename: 'demo-1.0.0.tar.gz', headers: ['Description-Content-Type: text/x-rst'], body: 'Title\n====\n\nlint says no\n' })]);

  const docutils = await openDocutils('/usr/bin/python3', run);
  const rendered = docutils === undefined ? new Map() : await renderDescriptions(files, docutils);

  expect(docutils?.title).toBe('docutils 0.23');
  expect(asked[0]).toEqual(['/usr/bin/python3', '-I', '-c']);
  const about = checkRelease(files, { rendered }).filter(({ code }) => code.startsWith('DESCRIPTION'));
  expect(about).toEqual([expect.objectContaining({ code: 'DESCRIPTION_BROKEN', message: 'The description does not render: line 3: So bad.' })]);
});

test('does without docutils where there is none', async () => {
  expect(await openDocutils('/x', async () => ({ exitCode: 1, output: '' }))).toBeUndefined();
  expect(await openDocutils('/x', async () => ({ exitCode: 0, output: 'not JSON' }))).toBeUndefined();
  expect(await openDocutils('/nonexistent/python', runProgram)).toBeUndefined();
});

test('runs a program without a shell', async () => {
  const { exitCode, output } = await runProgram(process.execPath, ['-e', 'process.stdin.pipe(process.stdout)', '$(x)'], 'héllo', { timeoutMs: 10_000 });

  expect({ exitCode, output }).toEqual({ exitCode: 0, output: 'héllo' });
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

test('speaks as twine check does', async () => {
  const [sound, untyped, broken] = await inspectAll([buildSdist(), buildSdist({ headers: ['Description-Content-Type: UNKNOWN'], body: '' }), rst('Title\n====\n\nx\n')]);
  if (sound === undefined || untyped === undefined || broken === undefined) throw new Error('unreachable');

  expect(twineCheck(sound)).toEqual({ verdict: 'PASSED', errors: [], warnings: [] });
  expect(twineCheck(untyped)).toMatchObject({ verdict: 'PASSED with warnings', warnings: ['`long_description_content_type` missing. defaulting to `text/x-rst`.', '`long_description` missing.'] });
  expect(twineCheck(untyped, { strict: true })).toMatchObject({ verdict: 'FAILED due to warnings' });
  expect(twineCheck(broken)).toMatchObject({ verdict: 'FAILED', errors: [expect.stringContaining('would not be rendered on PyPI.\nline 2: Title underline too short.')] });
});
