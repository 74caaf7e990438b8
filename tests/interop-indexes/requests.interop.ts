import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { differencesBetween } from '@ropewalk-tests/captures/compare.ts';
import { differences, differenceText } from '@ropewalk-tests/captures/differences.ts';
import { recordOurs } from '@ropewalk-tests/captures/record-ours.ts';
import { startRecorder } from '@ropewalk-tests/captures/recorder.ts';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildSdist, buildWheel, type BuiltFile } from './distributions.ts';
import { prepareEnvironment, type Environment } from './environment.ts';

const environment = await prepareEnvironment();

const rich = [
  'Summary: Füll ✓ "quoted"',
  'Author: Ann Öther',
  'Author-email: Ann <ann@example.org>, Bo <bo@example.org>',
  'Keywords: a,b, c d',
  'Classifier: Programming Language :: Python :: 3',
  'Classifier: Topic :: Utilities',
  'Requires-Dist: requests>=2; python_version < "3.12"',
  'Requires-Dist: tomli',
  'Provides-Extra: x',
  'Project-URL: Docs, https://example.org/docs',
  'Platform: linux',
  'Supported-Platform: RedHat 7.2',
];

const distributions: readonly BuiltFile[] = [
  buildWheel({ stem: 'plain' }),
  buildSdist({ stem: 'plain' }),
  buildWheel({ stem: 'tagged', metadata: ['Requires-Python: >=3.9'] }, 'cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64'),
  buildWheel({ stem: 'universal' }, 'py2.py3-none-any'),
  buildWheel({ stem: 'rich_one', metadata: rich }),
  buildSdist({ stem: 'rich_two', metadata: [...rich, 'Home-page: https://example.org/', 'Download-URL: https://example.org/dl', 'Maintainer: M', 'Maintainer-email: m@example.org'] }),
  buildSdist({ stem: 'licensed', metadataVersion: '2.4', metadata: ['License-Expression: MIT OR Apache-2.0', 'License-File: LICENSE', 'Dynamic: classifier'] }),
  buildWheel({ stem: 'old_licence', name: 'Old_Licence', metadata: ['License: First line', '        second  line', 'License-File: LICENSE'] }),
  buildSdist({ stem: 'markdown', metadata: ['Description-Content-Type: text/markdown; charset=UTF-8; variant=GFM'], description: '# Title\n\nBödy with ✓ and trailing blanks  \r\nline 2\n' }),
  buildWheel({ stem: 'versioned', version: '2!1.0rc1.post2.dev3', metadata: ['Requires-External: libpng (>=1.5)', 'Provides-Dist: other', 'Obsoletes-Dist: older'] }),
];

describe.skipIf(environment === undefined)('the requests of twine and uv, made now', () => {
  test('differ from ours for ten distributions only in the ways that are listed with their reasons', async () => {
    const { run } = environment as Environment;
    const folder = await mkdtemp(join(tmpdir(), 'requests-'));
    const recorder = await startRecorder();
    onTestFinished(async () => {
      recorder.close();
      await rm(folder, { recursive: true });
    });
    const listed = new Set(differences.map(differenceText));
    const unlisted: string[] = [];

    for (const file of distributions) {
      const path = join(folder, file.filename);
      await writeFile(path, file.bytes);
      const ours = await recordOurs(path, []);
      const login = ['-u', 'x', '-p', 'y'];
      expect(await run('twine', ['upload', '--non-interactive', '--disable-progress-bar', '--repository-url', recorder.repositoryUrl.href, ...login, path])).toMatchObject({ exitCode: 0 });
      expect(await run('uv', ['publish', '--trusted-publishing', 'never', '--publish-url', recorder.repositoryUrl.href, ...login, path])).toMatchObject({ exitCode: 0 });
      for (const [number, peer] of (['twine', 'uv'] as const).entries()) {
        const theirs = recorder.requests.at(number - 2);
        if (theirs === undefined) throw new Error('Nothing was recorded.');
        unlisted.push(...differencesBetween(peer, ours, theirs, false).filter((difference) => !listed.has(difference)).map((difference) => `${file.filename}: ${difference}`));
      }
    }

    expect(recorder.requests).toHaveLength(2 * distributions.length);
    expect(unlisted).toEqual([]);
  });
});
