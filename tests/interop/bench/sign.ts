import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseIdentityToken } from '@ropewalk/core';
import { createHttpClient } from '@ropewalk/http';
import { createStatement } from '@ropewalk/pep740';
import { createSigner, signAll } from '@ropewalk/signer';
import { parseTrustedRoot } from '@ropewalk/trusted-root';
import { preparePython } from '../python.ts';
import { trustConfigOf } from '../trust-config.ts';
import type { SlowSigstore } from './slow-sigstore.ts';

const FILES = 50;
const DELAY_MS = 100;
const CONCURRENCY = 8;

const server = fork(fileURLToPath(new URL('slow-sigstore.ts', import.meta.url)), { env: { ...process.env, DELAY_MS: `${DELAY_MS}` } });
const [started]: readonly SlowSigstore[] = await once(server, 'message');
if (started === undefined) throw new Error('The servers did not start.');
const requests = async (): Promise<unknown> => {
  server.send('count');
  return (await once(server, 'message'))[0];
};

const http = createHttpClient({ loopbackOnly: true });
const signerOptions = {
  http,
  fulcioUrl: new URL(started.fulcioUrl),
  rekorUrl: new URL(started.rekorUrl),
  trustedRoot: parseTrustedRoot(JSON.stringify(started.trustedRoot), { source: 'local' }),
  identity: { provider: 'github', requestToken: async (audience: string) => parseIdentityToken(started.token, audience) },
};
const statements = (run: number) =>
  Array.from({ length: FILES }, (_, index) => createStatement({ filename: `sampleproject-${run}.0.${index}.tar.gz`, sha256: index.toString(16).padStart(64, '0') }));

const runs: { wallMs: number; cpuMs: number; rssMiB: number; requests: unknown }[] = [];
for (let run = 0; run < 4; run += 1) {
  await requests();
  const [startMs, cpu] = [performance.now(), process.cpuUsage()];
  for await (const event of signAll(createSigner(signerOptions), statements(run), { concurrency: CONCURRENCY })) void event;
  const { user, system } = process.cpuUsage(cpu);
  runs.push({ wallMs: performance.now() - startMs, cpuMs: (user + system) / 1000, rssMiB: process.memoryUsage().rss / 2 ** 20, requests: await requests() });
}
const idealMs = DELAY_MS * (1 + Math.ceil(FILES / CONCURRENCY));
const [cold, ...warm] = runs;
const best = warm.toSorted((a, b) => a.wallMs - b.wallMs)[1];
if (cold === undefined || best === undefined) throw new Error('Nothing was measured.');
console.log(`sign ${FILES} files, ${DELAY_MS} ms per request, ${CONCURRENCY} at once`);
console.log(`  requests            ${JSON.stringify(cold.requests)}`);
console.log(`  wall, first run     ${cold.wallMs.toFixed(0)} ms = ${(cold.wallMs / idealMs).toFixed(2)} x ideal (${idealMs} ms)`);
console.log(`  wall, later runs    ${best.wallMs.toFixed(0)} ms = ${(best.wallMs / idealMs).toFixed(2)} x ideal`);
console.log(`  CPU per file        first run ${(cold.cpuMs / FILES).toFixed(1)} ms, later ${(best.cpuMs / FILES).toFixed(1)} ms`);
console.log(`  memory              ${runs.map(({ rssMiB }) => rssMiB.toFixed(0)).join(', ')} MiB after each run`);

const python = await preparePython();
if (python !== undefined) {
  const folder = await mkdtemp(join(tmpdir(), 'ropewalk-bench-'));
  const names = statements(9).map((_, index) => join(folder, `sampleproject-9.0.${index}.tar.gz`));
  for (const name of names) await writeFile(name, name);
  const config = join(folder, 'trust_config.json');
  await writeFile(config, JSON.stringify(trustConfigOf({ ...signerOptions, trustedRoot: started.trustedRoot })));
  await requests();
  const startMs = performance.now();
  const { exitCode, output } = await python.run('python', [fileURLToPath(new URL('../sign_with_python.py', import.meta.url)), config, ...names], { input: started.token });
  const wallMs = performance.now() - startMs;
  if (exitCode !== 0) throw new Error(output);
  console.log(`  Python, same files  ${wallMs.toFixed(0)} ms = ${(wallMs / best.wallMs).toFixed(1)} x ours, requests ${JSON.stringify(await requests())}`);
  await rm(folder, { recursive: true });
}
server.disconnect();
await http.close();
