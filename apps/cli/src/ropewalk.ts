import { CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { CommandError } from './command-error.ts';
import { describeFailure } from './output/failure.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { createProgram } from './program.ts';

const debug = process.argv.includes('--debug');
let outputFailure: CommandError | undefined;

// A pipe closed by its reader (`| head`) is no failure of ours, and no reason to leave a release half-way: what is under
// way is done all the same, and the status says how it ended.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || outputFailure !== undefined) return;
  outputFailure = outputUnwritable(error);
  process.stderr.write(`${describeFailure(outputFailure, { debug })}\n`);
});
process.stderr.on('error', () => undefined);
process.on('exit', (status) => {
  if (outputFailure !== undefined && status === exitCodes.ok) process.exitCode = exitCodeOf(outputFailure);
});

process.exitCode = await run(process.argv.slice(2));

function outputUnwritable(cause: NodeJS.ErrnoException): CommandError {
  return new CommandError({
    code: 'CONFIGURATION_OUTPUT',
    message: `The result cannot be written to standard output (${cause.code ?? cause.message}); the work itself goes on.`,
    remedy: 'Look for free space where the output goes. Another run changes nothing that is done.',
    cause,
  });
}

async function run(args: readonly string[]): Promise<number> {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    let status: number = exitCodes.ok;
    const program = createProgram(packageJson.version, { signal: interruption.signal, ends: (code) => (status = code) }, args);
    await program.parseAsync(args, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (interruption.signal.aborted) {
      process.stderr.write('interrupted\n');
      return exitCodes.interrupted;
    }
    process.stderr.write(`${describeFailure(error, { debug })}\n`);
    return exitCodeOf(error);
  } finally {
    process.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt);
  }
}
