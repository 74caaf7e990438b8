import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { programPath, type Run } from '../command/ropewalk.ts';
import { openFolder, startIndex, stored, writeRelease } from './world.ts';

const secret = 'a-password-nobody-may-see';
const answering = `return Buffer.from(this.service.startsWith('http') && this.username === 'me' ? '${secret}' : '');`;

/** Installs the built command into a folder, as a package manager does. */
async function installCommand(folder: string): Promise<string> {
  const [source, target] = [dirname(dirname(programPath)), join(folder, 'node_modules/ropewalk')];
  for (const part of ['bin', 'dist', 'package.json']) await cp(join(source, part), join(target, part), { recursive: true });
  return join(target, 'bin/ropewalk.js');
}

/** Installs something that stands for the native module. */
async function installModule(folder: string, body: string): Promise<void> {
  const place = join(folder, 'node_modules/@napi-rs/keyring');
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'package.json'), JSON.stringify({ name: '@napi-rs/keyring', main: 'index.js' }));
  const entry = `class AsyncEntry { constructor(service, username) { Object.assign(this, { service, username }); } async getSecret() { ${body} } }`;
  await writeFile(join(place, 'index.js'), `${entry}\nmodule.exports = { AsyncEntry, findCredentialsAsync: async () => [] };\n`);
}

function run(program: string, cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  // Without any program on the PATH that could be a keyring too.
  const child = spawn(process.execPath, [program, ...args], { cwd, env: { PATH: '', HOME: cwd, ...env } });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (status) => resolve({ status, ...output }));
  });
}

describe('the keyring module, with the command as it is installed', () => {
  test('is found where the command is, and an upload takes its credential', async () => {
    const { indexProfiles } = await import('@ropewalk/local-index');
    const [tools, project, index] = [await openFolder(), await openFolder(), await startIndex({ profile: indexProfiles.pypiserver, users: [{ username: 'me', password: secret }] })];
    await installModule(tools, answering);
    const files = await writeRelease(project, 1);

    const ended = await run(await installCommand(tools), project, ['upload', ...files, '--repository-url', index.uploadUrl.href], { TWINE_USERNAME: 'me' });

    expect(ended).toMatchObject({ status: 0, stderr: expect.stringMatching(/as me, from the keyring module/) as string });
    expect(ended.stdout + ended.stderr).not.toContain(secret);
    expect(Object.keys(stored(index))).toHaveLength(1);
  });

  test('that is not installed is said to be so by whoami', async () => {
    const [tools, project] = [await openFolder(), await openFolder()];
    const program = await installCommand(tools);

    const ended = await run(program, project, ['whoami']);
    const data = await run(program, project, ['whoami', '--json']);

    expect(ended).toMatchObject({ status: 4, stdout: expect.stringMatching(/the keyring program: none: not installed outside this project\n.*the keyring module: none: not installed\n/) as string });
    expect(JSON.parse(data.stdout)).toMatchObject({ indexes: [{ sources: expect.arrayContaining([{ name: 'the keyring module', status: 'none', reason: 'not installed' }]) as unknown }] });
  });

  test('that fails is passed over with its reason', async () => {
    const [tools, project] = [await openFolder(), await openFolder()];
    await installModule(tools, "throw new Error('the keyring is locked');");

    expect(await run(await installCommand(tools), project, ['whoami'])).toMatchObject({ status: 4, stdout: expect.stringContaining('the keyring module: none: the keyring is locked') as string });
  });

  test('of the project is not loaded, nor one beside the command where the command itself is part of the project', async () => {
    const [tools, project] = [await openFolder(), await openFolder()];
    const leaving = "require('node:fs').writeFileSync(process.env.HOME + '/loaded', ''); return null;";
    await installModule(project, leaving);
    await mkdir(join(project, '.git'));
    await mkdir(join(project, 'python'));

    const outside = await run(await installCommand(tools), join(project, 'python'), ['whoami'], { NODE_PATH: join(project, 'node_modules'), HOME: tools });
    const inside = await run(await installCommand(project), join(project, 'python'), ['whoami'], { HOME: tools });

    expect(outside.stdout).toContain('the keyring module: none: not installed');
    expect(inside.stdout).toContain('the keyring module: none: installed only in this project');
    expect(existsSync(join(tools, 'loaded'))).toBe(false);
    // From anywhere else, the same is no part of the project, and loaded.
    await run(await installCommand(project), tools, ['whoami']);
    expect(existsSync(join(tools, 'loaded'))).toBe(true);
  });
});
