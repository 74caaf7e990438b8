import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { indexProfiles } from '@ropewalk/local-index';
import { describe, expect, test } from 'vitest';
import { openFolder, startIndex, stored, writeRelease } from './world.ts';

const program = fileURLToPath(import.meta.resolve('ropewalk/package.json').replace(/package\.json$/, 'bin/ropewalk.js'));
const secret = 'hunter-two';

/** Runs the command on a terminal of `script` (util-linux), answers its questions at once, and hands back what the screen got. */
async function onTerminal(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}, answers = { username: 'me\r', password: `${secret}\r` }): Promise<{ readonly status: number | null; readonly screen: string }> {
  const { PATH = '' } = process.env;
  const command = [process.execPath, program, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: folder, env: { PATH, HOME: folder, TERM: 'xterm', LANG: 'C.UTF-8', ...env } });
  let screen = '';
  let answered = 0;
  child.stdout.on('data', (data: Buffer) => {
    screen += data.toString();
    const questions = screen.match(/(?:username|password): /g) ?? [];
    if (questions.length <= answered) return;
    answered = questions.length;
    child.stdin.write(questions.at(-1) === 'username: ' ? answers.username : answers.password);
  });
  const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  return { status, screen };
}

const hasScript = spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true;

describe.skipIf(!hasScript)('on a terminal', () => {
  test.each([[['upload']], [['twine', 'upload']]])('%j asks for what is missing, and shows no password', async (command) => {
    const [folder, index] = [await openFolder(), await startIndex({ profile: indexProfiles.pypiserver, users: [{ username: 'me', password: secret }] })];
    const files = await writeRelease(folder, 1);

    const { status, screen } = await onTerminal(folder, [...command, ...files, '--repository-url', index.uploadUrl.href]);

    expect(status).toBe(0);
    expect(screen).toContain('Enter your username: ');
    expect(screen).toContain('Enter your password: ');
    expect(screen).not.toContain(secret);
    expect(Object.keys(stored(index))).toHaveLength(1);
  });

  test.each(['username', 'password'])('Ctrl-C where the %s is asked for ends it as interrupted', async (question) => {
    const [folder, index] = [await openFolder(), await startIndex({ profile: indexProfiles.pypiserver })];
    const files = await writeRelease(folder, 1);

    const { status, screen } = await onTerminal(folder, ['upload', ...files, '--repository-url', index.uploadUrl.href], {}, { username: 'me\r', password: '\u0003', [question]: '\u0003' });

    expect(status).toBe(130);
    expect(screen).toContain('interrupted');
    expect(screen).not.toContain('error');
  });

  test.each([['in CI', [], { CI: 'true' }], ['with --non-interactive', ['--non-interactive'], {}]] as const)('nobody is asked %s', async (_, options, env) => {
    const [folder, index] = [await openFolder(), await startIndex({ profile: indexProfiles.pypiserver })];
    const files = await writeRelease(folder, 1);

    const { status, screen } = await onTerminal(folder, ['upload', ...files, '--repository-url', index.uploadUrl.href, ...options], env);

    expect(status).toBe(4);
    expect(screen).not.toContain('Enter your');
  });

  test('bars show each file and the whole, and leave when it is done', async () => {
    const [folder, index] = [await openFolder(), await startIndex()];
    const files = await writeRelease(folder, 3, { paddingBytes: 3_000_000 });
    index.inject({ route: 'upload', kind: { type: 'delay', milliseconds: 250 }, times: 3 });

    const { status, screen } = await onTerminal(folder, ['upload', ...files, '--repository-url', index.uploadUrl.href, '--token', index.createToken()]);

    expect(status).toBe(0);
    expect(screen).toMatch(/any\.whl [━╌]+ +99 % sent; the index works/);
    expect(screen).toMatch(/total \d\/3 files +[━╌]/);
    expect(screen).toMatch(/━{12} 100 %/);
    expect(screen.slice(screen.lastIndexOf('\u001B[0J'))).not.toContain('total ');
  });
});
