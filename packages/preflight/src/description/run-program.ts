import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import type { RunProgram } from './docutils.ts';

const maxOutput = 8 * 1024 * 1024;

/** Runs a program without a shell, outside the project, with nothing of the environment but what a program needs to start. */
export const runProgram: RunProgram = (program, parameters, input, { signal, timeoutMs }) =>
  new Promise((resolve) => {
    const { PATH, SYSTEMROOT, LANG } = process.env;
    const child = spawn(program, parameters, {
      cwd: tmpdir(),
      env: { PATH, SYSTEMROOT, LANG },
      shell: false,
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: timeoutMs,
      ...(signal === undefined ? {} : { signal }),
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > maxOutput) child.kill();
    });
    // A program that ends without reading its input is judged by how it ends.
    child.stdin.on('error', () => {}).end(input);
    child.on('error', () => resolve({ exitCode: undefined, output: '' }));
    child.on('close', (code) => resolve({ exitCode: code ?? undefined, output }));
  });
