import { createHttpClient } from '@ropewalk/http';
import { startLocalCi, type LocalCi } from '@ropewalk/local-ci';
import { loadIdentityModule } from '@ropewalk/oidc';
import { createUploadTokenSource } from '@ropewalk/trusted-publishing';
import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

/** Below this workspace, so that the example's imports are found, and where no other check looks. */
const folder = fileURLToPath(new URL('reports/own-identity/', import.meta.url));
const example = join(folder, 'circleci.mts');
const run = promisify(execFile);

let ci: LocalCi;

beforeAll(async () => {
  ci = await startLocalCi({ githubIssuer: 'https://oidc.circleci.com' });
  const guide = await readFile(new URL('../../docs/guides/own-identity.md', import.meta.url), 'utf8');
  const code = /Save this as `circleci\.mts`:\n\n```ts\n([^]*?)```/.exec(guide)?.[1];
  if (code === undefined) throw new TypeError('The guide holds no example.');
  await mkdir(folder, { recursive: true });
  await writeFile(example, code);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

afterAll(async () => {
  await ci.close();
  await rm(folder, { recursive: true });
});

/** Puts a `circleci` command on the path that answers as the real one does. */
async function withCommand(answers: Readonly<Record<string, string>>): Promise<void> {
  const command = join(folder, 'circleci');
  const script = [
    '#!/usr/bin/env node',
    "const [run, oidc, get, root, flag, claims] = process.argv.slice(2);",
    "if ([run, oidc, get, root, flag].join(' ') !== 'run oidc get --root-issuer --claims') process.exit(2);",
    `const token = ${JSON.stringify(answers)}[JSON.parse(claims).aud];`,
    "if (token === undefined) { process.stdout.write('a-secret-token'); process.exit(1); }",
    "process.stdout.write(token + '\\n');",
  ].join('\n');
  await writeFile(command, script);
  await chmod(command, 0o755);
  vi.stubEnv('CIRCLECI', 'true');
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`);
}

describe('the example of the guide', () => {
  test('compiles under the strictest rules', async () => {
    const config = join(folder, 'tsconfig.json');
    await writeFile(config, JSON.stringify({ extends: '../../../../tsconfig.tests.json', compilerOptions: { rootDir: '.' }, include: ['circleci.mts'], exclude: [] }));

    const { stdout } = await run('tsc', ['-p', config], { cwd: folder });

    expect(stdout).toBe('');
  });

  test('is about thirty lines long', async () => {
    expect((await readFile(example, 'utf8')).split('\n').length).toBeLessThan(40);
  });

  test('answers nothing outside CircleCI', async () => {
    vi.stubEnv('CIRCLECI', '');

    expect(await (await loadIdentityModule(example)).detect()).toBeUndefined();
  });

  test('gets both tokens of a release, and an index takes the one that is for it', async () => {
    const index = await startIndex();
    const audience = index.url.host;
    await withCommand({ sigstore: await ci.issueToken('github', { audience: 'sigstore' }), [audience]: await ci.issueToken('github', { audience }) });
    const http = createHttpClient({ loopbackOnly: true });
    const identity = await (await loadIdentityModule(example)).detect();
    if (identity === undefined) throw new TypeError('no identity');

    const signing = await identity.requestToken('sigstore');
    const upload = await createUploadTokenSource({ identity, uploadUrl: new URL('legacy/', index.url), http }).token();

    expect([signing.issuer, signing.audience]).toStrictEqual(['https://oidc.circleci.com', 'sigstore']);
    expect(upload.reveal()).toBe('upload-token');
    index.server.close();
    await http.close();
  });

  test('keeps the output of a failed command to itself', async () => {
    await withCommand({});
    const identity = await (await loadIdentityModule(example)).detect();

    const error: unknown = await identity?.requestToken('pypi').catch((caught: unknown) => caught);

    expect(error).toMatchObject({ code: 'IDENTITY_REQUEST_FAILED' });
    expect(`${JSON.stringify(error)} ${String(error)}`).not.toContain('a-secret-token');
    expect(error).not.toHaveProperty('cause');
  });
});

/** An index that announces its own name as audience. */
async function startIndex(): Promise<{ readonly server: Server; readonly url: URL }> {
  const server = createServer((request, response) => {
    const answers: Readonly<Record<string, unknown>> = {
      '/_/oidc/audience': { audience: request.headers.host },
      '/_/oidc/mint-token': { success: true, token: 'upload-token' },
    };
    const answer = answers[request.url ?? ''];
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { server, url: new URL(`http://127.0.0.1:${port}/`) };
}
