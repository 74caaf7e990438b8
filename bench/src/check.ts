// `ropewalk check` as a whole process, start included: 50 wheels of 100 KiB beside `twine check`, and one wheel of 1 GiB
// beside `sha256sum`. Python is left out where its environment cannot be made; without it there is only our own time.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWheel } from '@ropewalk-tests/archives';
import { preparePython } from '@ropewalk-tests/interop-material/python.ts';
import { writeBigWheel } from './big-wheel.ts';
import { pair, type Command } from './pairs.ts';

const ropewalk: Command = [process.execPath, fileURLToPath(new URL('../../apps/cli/bin/ropewalk.js', import.meta.url)), 'check', '--offline'];
const bare: Command = [process.execPath, '-e', '0'];

const folder = await mkdtemp(join(tmpdir(), 'ropewalk-bench-'));
try {
  const python = preparePython()?.path;
  await compareWithTwine('Markdown', 'text/markdown', '# Demo\n\nA demonstration.\n', python, 'aim ≤ 0.6 ×');
  await compareWithTwine('reStructuredText', 'text/x-rst', 'Demo\n====\n\nA demonstration.\n', python, 'no aim: both run docutils, where the first Python on the path has it');
  await compareWithSha256sum();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function compareWithTwine(name: string, contentType: string, body: string, python: string | undefined, aim: string): Promise<void> {
  const files: string[] = [];
  for (let count = 0; count < 50; count += 1) {
    const project = `demo${contentType.length}_${count}`;
    const { filename, bytes } = buildWheel({
      filename: `${project}-1.0-py3-none-any.whl`,
      headers: [`Name: ${project}`, `Description-Content-Type: ${contentType}`],
      body,
      files: { 'demo/data.bin': randomBytes(100 * 1024) },
    });
    const path = join(folder, filename);
    await writeFile(path, bytes);
    files.push(path);
  }
  const title = `50 wheels of 100 KiB, ${name}`;
  if (python === undefined) {
    console.log(`${title}: ${pair([...ropewalk, ...files], bare).medianMs.toFixed(0)} ms`);
    return;
  }
  const { medianMs, otherMedianMs, ratio } = pair([...ropewalk, ...files], [python, '-I', '-m', 'twine', 'check', ...files], { runs: 11 });
  console.log(`${title}: ${medianMs.toFixed(0)} ms, twine check ${otherMedianMs.toFixed(0)} ms: ${ratio.toFixed(2)} × (${aim})`);
}

async function compareWithSha256sum(): Promise<void> {
  const path = join(folder, 'big-1.0-py3-none-any.whl');
  await writeBigWheel(path, 1023);
  const { medianMs, otherMedianMs, ratio } = pair([...ropewalk, path], ['sha256sum', path], { runs: 5 });
  const peak = await peakMebibytes([...ropewalk, path]);
  console.log(`one wheel of 1 GiB: ${medianMs.toFixed(0)} ms, sha256sum ${otherMedianMs.toFixed(0)} ms: ${ratio.toFixed(2)} × (aim ≤ 1.5 ×); ${peak.toFixed(0)} MiB (aim ≤ 150 MiB)`);
}

/** The most memory that a command had at once, as Linux counts it. */
async function peakMebibytes([program, ...args]: Command): Promise<number> {
  const child = spawn(program, args, { stdio: 'ignore' });
  let peak = 0;
  const look = setInterval(async () => {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    peak = Math.max(peak, Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0));
  }, 10);
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(look);
  return peak / 1024;
}
