import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { runProgram, type ProgramEnd } from '../src/index.ts';
import { temporaryFolder, write } from './temporary-folder.ts';

const env = { PATH: process.env['PATH'], HOME: undefined };

const node = (code: string, options: Partial<Parameters<typeof runProgram>[2]> = {}, ...args: readonly string[]): Promise<ProgramEnd> =>
  runProgram(process.execPath, ['-e', code, ...args], { env, ...options });

describe('a program', () => {
  test('gets its arguments as they are, its input, and only the environment given', async () => {
    const code = 'process.stdin.pipe(process.stdout); process.stderr.write(JSON.stringify([process.argv.slice(1), process.env.GIVEN, process.env.NOT_GIVEN]))';
    process.env['NOT_GIVEN'] = 'x';

    const end = await node(code, { input: 'héllo', env: { ...env, GIVEN: 'y' } }, '$(id)', '; id', '"');

    delete process.env['NOT_GIVEN'];
    expect(end).toEqual({ status: 'exited', exitCode: 0, stdout: 'héllo', stderr: JSON.stringify([['$(id)', '; id', '"'], 'y', null]) });
  });

  test('has an input that ends at once where none is given', async () => {
    expect(await node('process.stdin.on("data", () => {}).on("end", () => console.log("end"))')).toMatchObject({ stdout: 'end\n' });
  });

  test('starts in its own folder, not where somebody stands', async () => {
    expect(await node('console.log(process.cwd())')).toMatchObject({ stdout: `${dirname(process.execPath)}\n` });
  });

  test('that fails says with what', async () => {
    expect(await node('console.error("no"); process.exitCode = 3')).toEqual({ status: 'exited', exitCode: 3, stdout: '', stderr: 'no\n' });
  });

  test('that does not read its input is judged by how it ends', async () => {
    expect(await node('', { input: 'x'.repeat(1_000_000) })).toMatchObject({ status: 'exited', exitCode: 0 });
  });

  test('that is not there did not start', async () => {
    expect(await runProgram(join(await temporaryFolder(), 'missing'), [], { env })).toEqual({ status: 'not-started' });
  });

  test('that writes too much is ended', async () => {
    expect(await node('for (;;) console.log("x".repeat(1000))', { maxOutputBytes: 10_000 })).toEqual({ status: 'too-much-output' });
  });

  test.skipIf(process.platform === 'win32')('that something else kills is no success', async () => {
    expect(await node('process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 10_000)')).toEqual({ status: 'killed' });
  });

  test('is not started when it is not wanted any more', async () => {
    await expect(node('', { signal: AbortSignal.abort(new RangeError('enough')) })).rejects.toThrow(RangeError);
  });
});

describe.skipIf(process.platform === 'win32')('a program that does not want to end', () => {
  // It ignores friendly signals, and what it starts holds its output open.
  const script = "#!/bin/sh\ntrap '' TERM INT\necho $$ > \"$0.pid\"\nsleep 8\nsleep 8\n";

  test('is late in time', async () => {
    const folder = await temporaryFolder();
    await write(join(folder, 'tool'), script, 0o755);

    const begin = performance.now();

    expect(await runProgram(join(folder, 'tool'), [], { env, timeoutMs: 500 })).toEqual({ status: 'late' });
    expect(performance.now() - begin).toBeLessThan(6000);
  });

  test('is killed by an abort, whose reason is thrown', async () => {
    const folder = await temporaryFolder();
    await write(join(folder, 'tool'), script, 0o755);
    const stopper = new AbortController();
    const begin = performance.now();

    const running = runProgram(join(folder, 'tool'), [], { env, signal: stopper.signal });
    while (!(await readFile(join(folder, 'tool.pid'), 'utf8').catch(() => '')).endsWith('\n')) await pause(10);
    stopper.abort(new RangeError('enough'));

    await expect(running).rejects.toThrow(RangeError);
    expect(performance.now() - begin).toBeLessThan(6000);
    const pid = Number(await readFile(join(folder, 'tool.pid'), 'utf8'));
    expect(() => process.kill(pid, 0)).toThrow();
  });
});
