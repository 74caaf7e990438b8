// How long a release of 50 files takes to be signed when each request takes 100 ms: requests, wall time beside the ideal for
// eight at once, CPU time, memory. From files on disk to attestations on disk, as the library and as the command; then
// PyPI's own tools with the same servers, which log one file after another.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseIdentityToken } from '@ropewalk/core';
import { createHttpClient } from '@ropewalk/http';
import { sign } from '@ropewalk/publish';
import { parseTrustedRoot } from '@ropewalk/trusted-root';
import { programPath } from '@ropewalk-tests/command/ropewalk.ts';
import { preparePython } from '@ropewalk-tests/interop/python.ts';
import type { SlowSigstore } from '@ropewalk-tests/interop/slow-sigstore.ts';
import { trustConfigOf } from '@ropewalk-tests/interop/trust-config.ts';

const files = 50;
const delayMs = 100;
const concurrency = 8;
const idealMs = delayMs * (1 + Math.ceil(files / concurrency));

interface Measured {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly rssMiB: number;
  readonly requests: string;
}

const server = fork(fileURLToPath(import.meta.resolve('@ropewalk-tests/interop/slow-sigstore.ts')), { env: { ...process.env, DELAY_MS: `${delayMs}` } });
const [started]: readonly SlowSigstore[] = await once(server, 'message');
if (started === undefined) throw new Error('The servers did not start.');
const folder = await mkdtemp(join(tmpdir(), 'ropewalk-bench-'));
try {
  await measure(started);
} finally {
  server.disconnect();
  await rm(folder, { recursive: true, force: true });
}

async function measure(sigstore: SlowSigstore): Promise<void> {
  console.log(`${files} files, ${delayMs} ms for each request, ${concurrency} at once: ideal ${idealMs} ms`);
  const [cold, ...warm] = await asLibrary(sigstore, 5);
  const typical = warm.toSorted((one, other) => one.wallMs - other.wallMs)[Math.floor(warm.length / 2)];
  if (cold === undefined || typical === undefined) throw new Error('Nothing was measured.');
  line('requests', cold.requests, 'aim: 1 certificate, 50 entries');
  line('library, first release', `${cold.wallMs.toFixed(0)} ms`, `${(cold.wallMs / idealMs).toFixed(2)} × the ideal (aim ≤ 1.3), CPU ${(cold.cpuMs / files).toFixed(1)} ms a file (aim ≤ 4)`);
  line('library, later releases', `${typical.wallMs.toFixed(0)} ms`, `${(typical.wallMs / idealMs).toFixed(2)} × the ideal, CPU ${(typical.cpuMs / files).toFixed(1)} ms a file`);
  line('memory after each', warm.map(({ rssMiB }) => rssMiB.toFixed(0)).join(', '), 'MiB (aim: flat)');
  const [oneMs, commandMs] = [await asCommand(sigstore, 1), await asCommand(sigstore, files)];
  // One file waits for two answers; the rest of its time is what any run of the command takes.
  const startUpMs = oneMs - 2 * delayMs;
  line('command', `${commandMs.toFixed(0)} ms`, `${((commandMs - startUpMs) / idealMs).toFixed(2)} × the ideal (aim ≤ 1.3), without the ${startUpMs.toFixed(0)} ms that one file takes too`);
  const python = await inPython(sigstore);
  if (python !== undefined) line("PyPI's own tools", `${python.wallMs.toFixed(0)} ms`, `${(python.wallMs / commandMs).toFixed(1)} × the command; ${python.requests}`);
}

async function asLibrary({ fulcioUrl, rekorUrl, trustedRoot, token }: SlowSigstore, runs: number): Promise<readonly Measured[]> {
  const http = createHttpClient({ loopbackOnly: true });
  const identity = { provider: 'github', requestToken: async (audience: string) => parseIdentityToken(token, audience) };
  const sigstore = { fulcioUrl: new URL(fulcioUrl), rekorUrl: new URL(rekorUrl), trustedRoot: parseTrustedRoot(JSON.stringify(trustedRoot), { source: 'local' }) };
  const measured: Measured[] = [];
  for (let run = 0; run < runs; run += 1) {
    const release = await writeRelease(`library-${run}`);
    await requests();
    const [startMs, cpu] = [performance.now(), process.cpuUsage()];
    for await (const event of sign(release, { identity: { name: 'bench', detect: async () => identity }, sigstore, http, env: {}, signingConcurrency: concurrency })) void event;
    const { user, system } = process.cpuUsage(cpu);
    measured.push({ wallMs: performance.now() - startMs, cpuMs: (user + system) / 1000, rssMiB: process.memoryUsage().rss / 2 ** 20, requests: await requests() });
  }
  await http.close();
  return measured;
}

async function asCommand(sigstore: SlowSigstore, count: number): Promise<number> {
  const walls: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    const release = (await writeRelease(`command-${count}-${run}`)).slice(0, count);
    const startMs = performance.now();
    const child = spawn(process.execPath, [programPath, 'sign', '--identity-token-file', join(folder, 'token'), ...release], {
      env: {
        PATH: process.env['PATH'],
        ROPEWALK_FULCIO_URL: sigstore.fulcioUrl,
        ROPEWALK_REKOR_URL: sigstore.rekorUrl,
        ROPEWALK_TRUSTED_ROOT: join(folder, 'trusted_root.json'),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
    const [status] = await once(child, 'close');
    if (status !== 0) throw new Error(errors);
    walls.push(performance.now() - startMs);
  }
  return walls.toSorted((one, other) => one - other)[1] ?? Number.NaN;
}

async function inPython(sigstore: SlowSigstore): Promise<{ readonly wallMs: number; readonly requests: string } | undefined> {
  const python = await preparePython();
  if (python === undefined) return undefined;
  const release = await writeRelease('python');
  const config = join(folder, 'trust_config.json');
  await writeFile(config, JSON.stringify(trustConfigOf({ ...sigstore, fulcioUrl: new URL(sigstore.fulcioUrl), rekorUrl: new URL(sigstore.rekorUrl) })));
  await requests();
  const startMs = performance.now();
  const { exitCode, output } = await python.run('python', [fileURLToPath(import.meta.resolve('@ropewalk-tests/interop/sign_with_python.py')), config, ...release], { input: sigstore.token });
  if (exitCode !== 0) throw new Error(output);
  return { wallMs: performance.now() - startMs, requests: await requests() };
}

async function writeRelease(name: string): Promise<readonly string[]> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, 'token'), started?.token ?? '');
  await writeFile(join(folder, 'trusted_root.json'), JSON.stringify(started?.trustedRoot));
  const paths = Array.from({ length: files }, (_, index) => join(folder, name, `sampleproject-1.0.${index}.tar.gz`));
  for (const path of paths) await writeFile(path, `${name} ${path}`);
  return paths;
}

/** The requests since the last question. */
async function requests(): Promise<string> {
  server.send('count');
  const [counted]: readonly { readonly fulcio: number; readonly rekor: number }[] = await once(server, 'message');
  return `${counted?.fulcio ?? '?'} + ${counted?.rekor ?? '?'} requests`;
}

function line(name: string, figure: string, remark: string): void {
  console.log(`${name.padEnd(28)} ${figure.padStart(20)}  ${remark}`);
}
