import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { buildRelease } from '../faults/release.ts';
import { ropewalk, type Run } from './ropewalk.ts';

/** Checks wheels that all lack the type of their description, and one file that is no archive, in a folder of their own. */
async function checkMany(count: number, ...options: readonly string[]): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'ropewalk-many-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const { filename, bytes } of buildRelease(count)) await writeFile(join(folder, filename), bytes);
  await writeFile(join(folder, 'fault_demo-1.0.tar.gz'), 'no archive');
  return ropewalk(['check', '*', '--offline', ...options], { cwd: folder });
}

describe('what many files have in common', () => {
  test('is printed once by check, and each file is marked', async () => {
    const { stdout, status } = await checkMany(12);

    expect(status).toBe(1);
    expect(stdout.match(/DESCRIPTION_TYPE_MISSING/g)).toHaveLength(1);
    expect(stdout.match(/^ {2}fault_demo-1\.0-cp3\d+-none-any\.whl {2}warning, below$/gm)).toHaveLength(12);
    expect(stdout).toMatch(/^ {2}12 files, the first fault_demo-1\.0-cp30-none-any\.whl\n {4}warning DESCRIPTION_TYPE_MISSING .*\n {6}Set /m);
    expect(stdout).toMatch(/^ {2}fault_demo-1\.0\.tar\.gz\n {4}error NOT_AN_ARCHIVE /m);
    expect(stdout).toContain('13 files in 1 release: 1 error, 12 warnings');
  });

  test('is printed under each file with --verbose, and where there are two', async () => {
    const [verbose, few] = await Promise.all([checkMany(4, '--verbose'), checkMany(2)]);

    expect(verbose.stdout.match(/^ {4}warning DESCRIPTION_TYPE_MISSING/gm)).toHaveLength(4);
    expect(few.stdout.match(/^ {4}warning DESCRIPTION_TYPE_MISSING/gm)).toHaveLength(2);
    expect(few.stdout).not.toContain('below');
  });

  test.each(['json', 'github', 'gitlab', 'sarif'])('is all there in %s', async (format) => {
    const { stdout } = await checkMany(4, '--format', format);

    expect(stdout.match(/Description-Content-Type is missing/g)).toHaveLength(4);
  });

  test('is said for each file by twine check, as twine does', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ropewalk-many-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    for (const { filename, bytes } of buildRelease(4)) await writeFile(join(folder, filename), bytes);

    const { stdout } = await ropewalk(['twine', 'check', '*'], { cwd: folder });

    expect(stdout.match(/long_description_content_type/g)).toHaveLength(4);
  });
});
