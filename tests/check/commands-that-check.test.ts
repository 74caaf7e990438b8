import { describe, expect, test } from 'vitest';
import { buildSdist, buildWheel } from '@ropewalk-tests/archives';
import { ropewalk } from '@ropewalk-tests/command/ropewalk.ts';
import { folderWith, inDist } from './dist-folder.ts';

const broken = inDist(buildWheel({ headers: ['Classifier: No :: Such'] }), buildSdist());
const target = ['--token', 'x', '--repository-url', 'http://127.0.0.1:9/legacy/'];

describe('rehearse', () => {
  test('ends at an error of PyPI’s rules, before anything is signed', async () => {
    const run = await ropewalk(['rehearse', 'dist/demo-1.0-py3-none-any.whl', 'dist/demo-1.0.tar.gz'], { cwd: await folderWith(broken) });

    expect(run.status).toBe(1);
    expect(run.stdout).toMatch(/error demo-1\.0-py3-none-any\.whl: .* \[CLASSIFIER_UNKNOWN\]/);
    expect(run.stdout).not.toMatch(/certified|attested/);
    expect(run.stderr).toContain('[RELEASE_REFUSED]');
  });

  test('shows warnings and goes on, stray files sorted out', async () => {
    const folder = await folderWith({ ...inDist(buildWheel()), 'dist/SHA256SUMS': 'x' });

    const run = await ropewalk(['rehearse', 'dist/demo-1.0-py3-none-any.whl', 'dist/SHA256SUMS'], { cwd: folder });

    expect(run.stdout).toContain('[RELEASE_WITHOUT_SDIST]');
    expect(run.stderr).toContain('sorted out: dist/SHA256SUMS (a checksum list)');
    expect(run.status).toBe(0);
  });
});

describe('publish', () => {
  test('shows every finding with its code, and exits 1', async () => {
    const folder = await folderWith({ ...broken, 'dist/notes.txt': 'x' });

    const run = await ropewalk(['publish', 'dist/demo-1.0-py3-none-any.whl', 'dist/notes.txt', ...target], { cwd: folder });

    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/^error: notes\.txt: .* \[FILE_TYPE_UNKNOWN\]$/m);
    expect(run.stderr).toMatch(/^warning: demo 1\.0: .* \[RELEASE_WITHOUT_SDIST\]$/m);
  });

  test.each(['publish', 'upload', 'rehearse'])('%s exits 2 when nothing but stray files is named', async (command) => {
    const run = await ropewalk([command, 'SHA256SUMS', ...(command === 'rehearse' ? [] : target)], { cwd: await folderWith({ SHA256SUMS: 'x' }) });

    expect(run.status).toBe(2);
    expect(run.stderr).toContain('[USAGE_NO_DISTRIBUTIONS]');
  });
});
