import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildWheel } from '@ropewalk-tests/archives';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { ropewalk } from './ropewalk.ts';

const sdist = fixture('pypi', 'pypi_attestations-0.0.19.tar.gz');
let folder: string;

/** Tells at the end which modules of Node were loaded. */
const roll = `
import { writeFileSync } from 'node:fs';
process.on('exit', () => writeFileSync(process.env.ROLL, process.moduleLoadList.map((entry) => entry.split(' ').at(-1)).join('\\n')));
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-start-'));
  await writeFile(join(folder, 'roll.mjs'), roll);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('starting', () => {
  test.each([[['--version']], [['--help']], [['verify', '--help']]])('%s loads no cryptography, no network and no child processes', async (args) => {
    const loaded = await modulesOf(args);

    for (const name of ['crypto', 'tls', 'http', 'https', 'child_process', 'module']) expect(loaded).not.toContain(name);
  });

  test.skipIf(!hasFixtures())('verify --offline loads no network code and no child processes', async () => {
    const loaded = await modulesOf(['verify', sdist, '--publisher', 'github:trailofbits/pypi-attestations', '--offline']);

    expect(loaded).toContain('crypto');
    for (const name of ['tls', 'http', 'https', 'child_process', 'worker_threads', 'zlib']) expect(loaded).not.toContain(name);
  });

  test('upload over plain http loads neither TLS nor HTTP/2, and no fetch', async () => {
    const wheel = join(folder, 'demo-1.0-py3-none-any.whl');
    await writeFile(wheel, buildWheel().bytes);

    const loaded = await modulesOf(['upload', wheel, '--repository-url', 'http://127.0.0.1:9/legacy/', '--token', 'none', '--dry-run']);

    expect(loaded).toContain('net');
    for (const name of ['tls', 'https', 'http2', 'internal/deps/undici/undici']) expect(loaded).not.toContain(name);
  });

  test('an older Node is refused before anything else', async () => {
    const older = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})";

    const run = await ropewalk(['check', 'x.whl'], { env: { NODE_OPTIONS: `--import=${older}` } });

    expect(run).toEqual({ status: 3, stdout: '', stderr: 'ropewalk needs Node 22 or newer, and this is 20.20.2\n' });
  });

  test('every command of the help can be asked for on its own', async () => {
    const { stdout } = await ropewalk(['--help']);
    const names = [...(stdout.split('Commands:')[1] ?? '').matchAll(/^ {2}([a-z-]+) /gm)].map(([, name = '']) => name).filter((name) => name !== 'help');

    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      const run = await ropewalk([name, '--help']);
      expect(run.status).toBe(0);
      // twine's own way of asking is twine's own help.
      expect(run.stdout).toMatch(name === 'twine' ? /^usage: twine/ : new RegExp(`^Usage: ropewalk ${name}`));
    }
  }, 60_000);

  test('a mistyped command is told the right one', async () => {
    const run = await ropewalk(['verfiy']);

    expect(run.status).toBe(2);
    expect(run.stderr).toContain('verify');
  });

  test('--debug names the error and the functions on the way, in the bundled code too', async () => {
    const run = await ropewalk(['verify', join(folder, 'missing'), '--any-publisher', '--debug']);

    expect(run.stderr).toMatch(/^CommandError: /m);
    expect(run.stderr).toMatch(/ {4}at (?:async )?localSubjects /);
  });
});

async function modulesOf(args: readonly string[]): Promise<readonly string[]> {
  const file = join(folder, 'roll.txt');
  const run = await ropewalk(args, { env: { NODE_OPTIONS: `--import=${pathToFileURL(join(folder, 'roll.mjs')).href}`, ROLL: file } });
  expect(run.status).toBe(0);
  return (await readFile(file, 'utf8')).split('\n');
}
