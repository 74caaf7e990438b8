import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HttpClient, HttpRequest } from '@ropewalk/core';
import { githubIdentity } from '@ropewalk/oidc-github';
import { publish, type PublishOptions } from '@ropewalk/publish';
import { rehearsalAudience, type World } from '@ropewalk/rehearsal';
import { ropewalk } from '@ropewalk-tests/command/ropewalk.ts';
import { recordingClient } from './recording-client.ts';
import { jobClaims, jobEnvironment, openSampleWorld, writeSample } from './world.ts';

/** An ID token or an upload token, by its shape. */
const secretShapes = /eyJ[\w-]{10,}\.[\w-]+\.?|pypi-[\w-]{16,}/;
let world: World;
let folder: string;
let files: readonly string[];

beforeEach(async () => {
  world = await openSampleWorld();
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-secrets-'));
  files = await writeSample(folder);
});
afterEach(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the secrets of a release', () => {
  test('are in none of its events, and go to their own service only, in headers and bodies', async () => {
    const requests: HttpRequest[] = [];
    const events: unknown[] = [];

    for await (const event of publish(files, optionsOf(world, recordingClient(world.http, requests)))) events.push(event);

    expect(inspect(events, { depth: 20 }) + JSON.stringify(events)).not.toMatch(secretShapes);
    expect(requests.map(({ url }) => url.href).join('\n')).not.toMatch(secretShapes);
    const carriers = requests.filter((request) => secretShapes.test(JSON.stringify(request.headers ?? {}) + textOf(request)));
    expect(new Set(carriers.map(({ url }) => url.origin))).toEqual(new Set([world.sigstore.fulcioUrl.origin, world.index.uploadUrl.origin]));
  });

  test.each([
    ['a release that succeeds', {}, 0],
    ['an identity the index does not know', { repository: 'somebody/else', job_workflow_ref: 'somebody/else/.github/workflows/release.yml@refs/tags/v1.0.0', workflow_ref: 'somebody/else/.github/workflows/release.yml@refs/tags/v1.0.0' }, 4],
    ['a private repository', { repository_visibility: 'private' }, 4],
    ['a reusable workflow', { job_workflow_ref: 'ropewalk-rehearsal/sample/.github/workflows/called.yml@refs/tags/v1.0.0' }, 4],
  ])('are not in the output of %s, also with --debug, nor in any file', async (_, claims, status) => {
    const env = await jobEnvironment(world, folder, claims);

    const run = await ropewalk(['publish', ...files, '--debug'], { env, cwd: folder });

    // On GitHub Actions a mask command on standard error is how a secret is kept out of the log: the one place for it.
    const shown = (run.stdout + run.stderr).replaceAll(/^::add-mask::.*$/gm, '');
    expect({ status: run.status, shown }).toMatchObject({ status });
    expect(shown).not.toMatch(secretShapes);
    expect(shown).not.toContain(env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']);
    expect(run.stdout).not.toContain('::add-mask::');
    for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (file.isFile()) expect((await readFile(join(file.parentPath, file.name))).toString('latin1')).not.toMatch(secretShapes);
    }
  });
});

function optionsOf(open: World, http: HttpClient): PublishOptions {
  return {
    identity: githubIdentity({ env: open.ci.github(jobClaims).env, http }),
    env: {},
    repositoryUrl: open.index.uploadUrl,
    audience: rehearsalAudience,
    sigstore: { fulcioUrl: open.sigstore.fulcioUrl, rekorUrl: open.sigstore.rekorUrl, trustedRoot: open.trustedRoot },
    http,
  };
}

function textOf({ body, headers }: HttpRequest): string {
  const text = typeof body === 'string' ? body : body instanceof Uint8Array ? Buffer.from(body).toString('latin1') : '';
  const authorization = headers?.['authorization'];
  const basic = authorization?.startsWith('Basic ') === true ? Buffer.from(authorization.slice(6), 'base64').toString('latin1') : '';
  return text + basic;
}
