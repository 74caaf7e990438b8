// The only script that runs on whatever Node the machine has: it brings the pinned pnpm, installs what the lockfile
// names (the pinned Node among it) and hands over to a script of package.json, which then runs on that Node.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { packageManager } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
const [task, ...args] = process.argv.slice(2);
const quoted = args.map((argument) => `'${argument.replaceAll("'", "'\\''")}'`).join(' ');

// turbo looks for pnpm on PATH, so all of it happens inside one npx.
const call = `pnpm install --frozen-lockfile --prefer-offline --reporter=append-only --loglevel=warn && pnpm run --silent ${task} ${quoted}`;
const result = spawnSync('npx', ['--yes', '--package', packageManager, '--call', call], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', npm_config_update_notifier: 'false' },
  shell: process.platform === 'win32',
});
if (result.error) throw result.error;
process.exitCode = result.status ?? (result.signal === 'SIGINT' ? 130 : 1);
