import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { programPath, ropewalk } from '@ropewalk-tests/command/ropewalk.ts';

let folder: string;
let served: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ropewalk-serve-'));
});
afterEach(async () => {
  if (served !== undefined && served.exitCode === null) {
    served.kill('SIGINT');
    await once(served, 'exit');
  }
  await rm(folder, { recursive: true, force: true });
});

describe('a rehearsal that stays up', () => {
  test.each(['github', 'gitlab', 'google'])('prints the environment with which a second shell publishes as a job of %s', async (ci) => {
    const env = await serve(['--ci', ci]);

    const run = await ropewalk(['publish', ...sampleIn(env), ...(ci === 'google' ? ['--identity', 'google'] : [])], { env });

    expect({ status: run.status, output: run.stderr }).toMatchObject({ status: 0 });
    expect(run.stdout.match(/^uploaded/gm)).toHaveLength(2);
  });

  test('a Google account that nobody asked for is reported and passed over', async () => {
    const env = await serve(['--ci', 'google']);

    const run = await ropewalk(['publish', ...sampleIn(env)], { env });

    expect(run.status).toBe(4);
    expect(run.stderr).toContain('--identity google');
  });

  test('an expected Google account is consent to use it, and only it', async () => {
    const env = await serve(['--ci', 'google']);
    const email = 'release@ropewalk-rehearsal.iam.gserviceaccount.com';

    const other = await ropewalk(['publish', ...sampleIn(env), '--publisher', 'google:other@example.org'], { env });
    const right = await ropewalk(['publish', ...sampleIn(env), '--publisher', `google:${email}`], { env });

    expect(other.status).toBe(4);
    expect(other.stderr).toContain(email);
    expect(right.status).toBe(0);
  });

  test('ends with Ctrl-C and leaves nothing behind', async () => {
    const env = await serve([]);
    const root = env['ROPEWALK_TRUSTED_ROOT'] ?? '';
    expect(existsSync(root)).toBe(true);

    served?.kill('SIGINT');
    const [status] = (await once(served as ChildProcess, 'exit')) as [number | null];

    expect(status).toBe(0);
    expect(existsSync(dirname(root))).toBe(false);
  });
});

describe('the backend of the identity', () => {
  test('can be forced, and then no other is asked', async () => {
    const env = await serve([]);

    const run = await ropewalk(['publish', ...sampleIn(env), '--identity', 'gitlab'], { env });

    expect(run.status).toBe(4);
    expect(run.stderr).toContain('GITLAB_CI');
  });

  test('can be a module of one’s own', async () => {
    const env = await serve([]);
    const module = join(folder, 'mine.mjs');
    await writeFile(
      module,
      `const base = new URL(process.env.ACTIONS_ID_TOKEN_REQUEST_URL);
export const identity = {
  name: 'mine',
  async detect() {
    return {
      provider: 'mine',
      async requestToken(audience) {
        const url = new URL(base);
        url.searchParams.set('audience', audience);
        const answer = await fetch(url, { headers: { authorization: 'bearer ' + process.env.ACTIONS_ID_TOKEN_REQUEST_TOKEN } });
        const { value } = await answer.json();
        const claims = JSON.parse(Buffer.from(value.split('.')[1], 'base64url'));
        return { issuer: claims.iss, audience, expiresAt: new Date(claims.exp * 1000), claims, reveal: () => value };
      },
    };
  },
};
`,
    );

    const run = await ropewalk(['publish', ...sampleIn(env), '--identity-module', module], { env });

    expect({ status: run.status, output: run.stderr }).toMatchObject({ status: 0 });
    expect(run.stderr).toContain('mine');
  });

  test('can be files of tokens, one for each audience', async () => {
    const env = await serve(['--ci', 'gitlab']);
    const files: string[] = [];
    for (const name of ['SIGSTORE_ID_TOKEN', 'REHEARSAL_ID_TOKEN']) {
      const file = join(folder, name);
      await writeFile(file, env[name] ?? '');
      files.push(file);
    }
    const { GITLAB_CI: _ci, SIGSTORE_ID_TOKEN: _one, REHEARSAL_ID_TOKEN: _two, ...rest } = env;

    const run = await ropewalk(['publish', ...sampleIn(env), ...files.flatMap((file) => ['--identity-token-file', file])], { env: rest });

    expect({ status: run.status, output: run.stderr }).toMatchObject({ status: 0 });
  });

  test('is one: two of the options together are a usage error', async () => {
    const run = await ropewalk(['publish', '--identity', 'github', '--identity-module', 'x.mjs', programPath]);

    expect(run.status).toBe(2);
  });
});

/** Starts `ropewalk rehearse --serve` and returns the environment it prints. */
async function serve(args: readonly string[]): Promise<Record<string, string>> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [programPath, 'rehearse', '--serve', ...args], { env: { PATH, HOME } });
  served = child;
  let printed = '';
  let notes = '';
  await new Promise<void>((resolve, reject) => {
    // Two pipes: which of them arrives first is anybody's guess.
    const look = (): void => {
      if (notes.includes('Ctrl-C') && /^export ROPEWALK_TRUSTED_ROOT=.*\n/m.test(printed)) resolve();
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      look();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      notes += text;
      look();
    });
    child.once('exit', (status) => reject(new Error(`rehearse --serve exited ${status}: ${notes}`)));
  });
  const assignments = printed.matchAll(/^export (\w+)=(?:'([^']*)'|(\S*))$/gm);
  return Object.fromEntries([...assignments].map(([, name = '', quoted, plain]) => [name, quoted ?? plain ?? '']));
}

function sampleIn(env: Readonly<Record<string, string>>): readonly string[] {
  const at = dirname(env['ROPEWALK_TRUSTED_ROOT'] ?? '');
  return ['ropewalk_sample-1.0.0.tar.gz', 'ropewalk_sample-1.0.0-py3-none-any.whl'].map((name) => join(at, name));
}
