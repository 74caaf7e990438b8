import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Environment } from './environment.ts';

/** A real index, running. */
export interface RealIndex {
  readonly name: string;
  readonly uploadUrl: URL;
  readonly simpleUrl: URL;
  readonly username: string;
  readonly password: string;
  stop(): Promise<void>;
}

/** Starts pypiserver; without `password` it takes uploads from everybody. */
export async function startPypiserver(environment: Environment, folder: string, options: { readonly overwrite?: boolean; readonly password?: string } = {}): Promise<RealIndex> {
  const { overwrite = false, password } = options;
  const port = await freePort();
  const packages = join(folder, `pypiserver-${port}`);
  await mkdir(packages);
  const htpasswd = `${packages}.htpasswd`;
  if (password !== undefined) await writeFile(htpasswd, `someone:{SHA}${createHash('sha1').update(password).digest('base64')}\n`);
  const access = password === undefined ? ['-P', '.', '-a', '.'] : ['-P', htpasswd, '-a', 'update'];
  const process = environment.start('pypi-server', ['run', '-p', String(port), '-i', '127.0.0.1', ...access, '--disable-fallback', ...(overwrite ? ['--overwrite'] : []), packages]);
  const url = new URL(`http://127.0.0.1:${port}/`);
  await untilReady(new URL('/simple/', url), process);
  return {
    name: `pypiserver${overwrite ? ' --overwrite' : ''}${password === undefined ? '' : ' with a password'}`,
    uploadUrl: url,
    simpleUrl: new URL('/simple/', url),
    username: 'someone',
    password: password ?? 'anything',
    stop: () => stop(process),
  };
}

/** Starts devpi with a volatile index and one that is not. */
export async function startDevpi(environment: Environment, folder: string): Promise<readonly [volatile: RealIndex, frozen: RealIndex]> {
  const serverFolder = join(folder, 'devpi-server');
  const client = ['--clientdir', join(folder, 'devpi-client')];
  const port = await freePort();
  const must = async (command: string, args: readonly string[]): Promise<void> => {
    const { exitCode, output } = await environment.run(command, args);
    if (exitCode !== 0) throw new Error(`${command} ${args[0]} ended with ${exitCode}: ${output}`);
  };
  await must('devpi-init', ['--serverdir', serverFolder, '--root-passwd', 'rootpw', '--no-root-pypi']);
  const process = environment.start('devpi-server', ['--serverdir', serverFolder, '--host', '127.0.0.1', '--port', String(port)]);
  const url = new URL(`http://127.0.0.1:${port}/`);
  await untilReady(url, process);
  await must('devpi', ['use', ...client, url.href]);
  await must('devpi', ['login', ...client, 'root', '--password', 'rootpw']);
  await must('devpi', ['user', ...client, '-c', 'someone', 'password=word']);
  await must('devpi', ['login', ...client, 'someone', '--password', 'word']);
  await must('devpi', ['index', ...client, '-c', 'dev', 'bases=', 'volatile=True']);
  await must('devpi', ['index', ...client, '-c', 'frozen', 'bases=', 'volatile=False']);
  const index = (name: string, isVolatile: boolean): RealIndex => ({
    name: `devpi ${isVolatile ? 'volatile' : 'not volatile'}`,
    uploadUrl: new URL(`/someone/${name}/`, url),
    simpleUrl: new URL(`/someone/${name}/+simple/`, url),
    username: 'someone',
    password: 'word',
    stop: () => stop(process),
  });
  return [index('dev', true), index('frozen', false)];
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

async function untilReady(url: URL, process: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (process.exitCode !== null) throw new Error(`The server ended with ${process.exitCode}.`);
    const isReady = await fetch(url).then((response) => response.body?.cancel().then(() => true), () => false);
    if (isReady === true) return;
    await pause(200);
  }
  throw new Error(`Nothing answers at ${url.href}.`);
}

async function stop(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const ended = once(process, 'exit');
  process.kill('SIGTERM');
  await ended;
}
