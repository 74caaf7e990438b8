import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '@ropewalk/rehearsal';
import { ropewalk, type Run } from '@ropewalk-tests/command/ropewalk.ts';
import { jobEnvironment, openSampleWorld, writeSample } from './world.ts';

let world: World;
let folder: string;
let files: readonly string[];
const servers: Server[] = [];

beforeAll(async () => {
  world = await openSampleWorld();
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-services-'));
  files = await writeSample(folder);
});
afterAll(async () => {
  for (const server of servers) server.close().closeAllConnections();
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

const html: RequestListener = (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><title>Welcome</title></html>');
const broken: RequestListener = (_, response) => void response.writeHead(500).end('oops');
const forbidden: RequestListener = (_, response) => void response.writeHead(403).end('no');

// Side by side: some of them wait for the retries that a real release deserves.
describe.concurrent('publish, when a service does not do its part', () => {
  test.each([
    ['an index that nobody runs', 'ROPEWALK_REPOSITORY_URL', undefined, 5],
    ['an index that answers HTML', 'ROPEWALK_REPOSITORY_URL', html, 4],
    ['an index without trusted publishing', 'ROPEWALK_REPOSITORY_URL', forbidden, 4],
    ['a Fulcio that nobody runs', 'ROPEWALK_FULCIO_URL', undefined, 7],
    ['a Fulcio that answers HTML', 'ROPEWALK_FULCIO_URL', html, 7],
    ['a Rekor that nobody runs', 'ROPEWALK_REKOR_URL', undefined, 7],
    ['a Rekor that refuses', 'ROPEWALK_REKOR_URL', forbidden, 7],
    ['a CI whose token endpoint is broken', 'ACTIONS_ID_TOKEN_REQUEST_URL', broken, 4],
    ['a CI that answers HTML', 'ACTIONS_ID_TOKEN_REQUEST_URL', html, 4],
  ] as const)('%s: one message and the right exit status', async (_, variable, listener, status) => {
    const env = { ...(await jobEnvironment(world, folder)), [variable]: await addressOf(listener) };

    const run = await ropewalk(['publish', ...files], { env, cwd: folder });

    expectOneMessage(run, status);
  }, 60_000);

  test('an identity that the index does not know: the refusal is explained', async () => {
    const other = 'somebody/else/.github/workflows/release.yml@refs/tags/v1.0.0';
    const env = await jobEnvironment(world, folder, { repository: 'somebody/else', workflow_ref: other, job_workflow_ref: other });

    const run = await ropewalk(['publish', ...files], { env, cwd: folder });

    expectOneMessage(run, 4);
    expect(run.stderr).toContain('somebody');
  });

  test('a token the index does not know', async () => {
    const env = await jobEnvironment(world, folder);

    const run = await ropewalk(['publish', ...files, '--token', 'pypi-unknown'], { env, cwd: folder });

    expectOneMessage(run, 4);
  });

  test('no token and no CI', async () => {
    const run = await ropewalk(['publish', ...files], { cwd: folder });

    expectOneMessage(run, 4);
  });

  test('a silent index, until Ctrl-C', async () => {
    const silent: RequestListener = () => undefined;
    const env = { ...(await jobEnvironment(world, folder)), ROPEWALK_REPOSITORY_URL: await addressOf(silent) };

    const run = await ropewalk(['publish', ...files], { env, cwd: folder, killAfterMs: 1500 });

    expect({ status: run.status, output: run.stdout + run.stderr }).toMatchObject({ status: 130 });
  });
});

function expectOneMessage(run: Run, status: number): void {
  expect({ status: run.status, output: run.stdout + run.stderr }).toMatchObject({ status });
  expect(run.stderr.match(/^error: /gm)).toHaveLength(1);
  expect(run.stderr).not.toMatch(/^\s+at .*:\d+:\d+/m);
}

/** The address of a server with this listener; of a port nobody listens on without one. */
async function addressOf(listener: RequestListener | undefined): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  if (listener === undefined) await new Promise((resolve) => server.close(resolve));
  else servers.push(server);
  return `http://127.0.0.1:${port}/legacy/?api-version=2`;
}
