import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixture, hasFixtures } from '@ropewalk-tests/fixtures';
import { ropewalk, type Run } from './ropewalk.ts';

const sdist = fixture('pypi', 'pypi_attestations-0.0.19.tar.gz');
const publisher = ['--publisher', 'github:trailofbits/pypi-attestations'];
let folder: string;

/** Notes every attempt to open a socket or to look up a host, and lets it fail. */
const tripwire = `
import { appendFileSync } from 'node:fs';
import { createRequire, syncBuiltinESMExports } from 'node:module';
const require = createRequire(import.meta.url);
const trip = (what) => function () { appendFileSync(process.env.TRIPWIRE, what + '\\n'); throw new Error('socket opened: ' + what); };
const net = require('node:net'); const tls = require('node:tls'); const dns = require('node:dns'); const dgram = require('node:dgram');
net.Socket.prototype.connect = trip('net'); net.connect = net.createConnection = trip('net'); tls.connect = trip('tls');
dns.lookup = trip('dns'); dns.promises.lookup = trip('dns'); dgram.createSocket = trip('dgram');
syncBuiltinESMExports();
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-offline-'));
  await writeFile(join(folder, 'tripwire.mjs'), tripwire);
  await writeFile(join(folder, 'lonely-1.0-py3-none-any.whl'), 'no evidence');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('verify --offline', () => {
  test.skipIf(!hasFixtures())('opens no socket and looks up no host when it verifies', async () => {
    const { run, attempts } = await underTripwire(['verify', sdist, ...publisher, '--offline', '--index-url', 'pypi']);

    expect({ status: run.status, attempts }).toEqual({ status: 0, attempts: '' });
  });

  test('opens none when there is no evidence, whatever index is named', async () => {
    const { run, attempts } = await underTripwire(['verify', join(folder, 'lonely-1.0-py3-none-any.whl'), ...publisher, '--offline', '--index-url', 'pypi']);

    expect({ status: run.status, attempts }).toEqual({ status: 1, attempts: '' });
  });

  test('the tripwire would notice: without --offline the index is asked', async () => {
    const { run, attempts } = await underTripwire(['verify', join(folder, 'lonely-1.0-py3-none-any.whl'), ...publisher, '--index-url', 'http://127.0.0.1:9/simple/']);

    expect(attempts).not.toBe('');
    expect(run.status).toBe(5);
  });

  test('a local name is never asked of PyPI unless the operator names it', async () => {
    const { run, attempts } = await underTripwire(['verify', join(folder, 'lonely-1.0-py3-none-any.whl'), ...publisher]);

    expect({ status: run.status, attempts }).toEqual({ status: 1, attempts: '' });
    expect(run.stdout).toContain('may be private');
  });

  test('trusted-root show and export open none either', async () => {
    const show = await underTripwire(['trusted-root', 'show']);
    const exported = await underTripwire(['trusted-root', 'export']);

    expect([show, exported].map(({ run, attempts }) => [run.status, attempts])).toEqual([[0, ''], [0, '']]);
  });
});

async function underTripwire(args: readonly string[]): Promise<{ readonly run: Run; readonly attempts: string }> {
  const log = join(await mkdtemp(join(folder, 'run-')), 'attempts');
  await writeFile(log, '');
  const run = await ropewalk(args, { env: { NODE_OPTIONS: `--import=${pathToFileURL(join(folder, 'tripwire.mjs')).href}`, TRIPWIRE: log, ROPEWALK_CACHE_DIR: folder } });
  return { run, attempts: await readFile(log, 'utf8') };
}
