import { CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { describeFailure } from './output/failure.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { createProgram } from './program.ts';

const debug = process.argv.includes('--debug');

// A pipe closed by its reader (`| head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok);
  throw error;
});

process.exitCode = await run(process.argv.slice(2));

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
