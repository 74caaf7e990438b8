import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { preparePython } from '@ropewalk-tests/interop/python.ts';
import { buildServers } from './build-servers.ts';

// Whatever needs the network is fetched first. The tests then run in a network namespace of their own, because the real
// servers bind their metrics to all addresses and cannot be told not to.
try {
  buildServers();
} catch (error) {
  const message = `SKIPPED: the real Sigstore servers cannot be built (${error instanceof Error ? error.message : 'unknown'}).`;
  if (process.env['CI'] === 'true') throw new Error(message, { cause: error });
  console.warn(message);
  process.exit(0);
}
await preparePython();

const vitest = ['vitest', 'run', '--config', fileURLToPath(new URL('../../vitest.soak.config.ts', import.meta.url))];
const isolated = ['unshare', '--map-root-user', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
const canIsolate = spawnSync('unshare', ['--map-root-user', '--net', 'ip', 'link', 'set', 'lo', 'up']).status === 0;
if (!canIsolate) console.warn('No network namespace can be made here: the servers run in this one, with their metrics on all addresses.');
const [command = '', ...args] = canIsolate ? [...isolated, ...vitest] : vitest;
process.exit(spawnSync(command, args, { stdio: 'inherit' }).status ?? 1);
