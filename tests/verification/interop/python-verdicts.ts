import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { trustInPython } from '@ropewalk-tests/interop/python-trust.ts';
import type { Python } from '@ropewalk-tests/interop/python.ts';

/** What Python is asked about one attestation. */
export interface PythonCase {
  readonly filename: string;
  readonly sha256: string;
  /** As text. */
  readonly attestation: string;
  readonly publisher: object;
}

const script = fileURLToPath(new URL('verify_with_python.py', import.meta.url));

/** Lets PyPI's own verifier judge, under one trusted root. @returns `verified`, or why not, for each case. */
export async function pythonVerdicts(python: Python, trustedRoot: unknown, cases: readonly PythonCase[]): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ropewalk-verdicts-'));
  try {
    const env = await trustInPython(folder, trustedRoot);
    const input = cases.map((item) => `${JSON.stringify(item)}\n`).join('');
    const { exitCode, output } = await python.run('python', [script], { env, input });
    const verdicts = output.split('\n').filter((line) => line.startsWith('"')).map((line) => String(JSON.parse(line)));
    if (exitCode !== 0 || verdicts.length !== cases.length) throw new Error(`Python ended with ${exitCode}: ${output.slice(-500)}`);
    return verdicts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
